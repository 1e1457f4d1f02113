package io.mcpgateway.upstream;

import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.json.Elements;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.EventSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts about eras in {@code cache/eras.json}, with their dates and reasons, for the gateways to come. A file that is
 * damaged, or cannot be read, is no verdict; one that cannot be written costs each server a question more. Several gateways
 * write one file, one after the other; each changes the verdicts that it has found itself.
 *
 * <p>Thread-safe. What is to be written is collected in a map, and written behind the caller's back.
 */
final class EraFile {
    private static final int LARGEST = 4 << 20;
    private static final int MOST = 5_000;
    private static final Members.Index FILE = Members.Index.of(0, "verdicts");
    private static final Members.Index VERDICT = Members.Index.of(0, "server", "era", "reason", "remote", "found");

    private static final String NAME = "eras.json";

    private final Optional<Path> directory;
    private final Executor blocking;
    private final EventSink events;
    /** What the file said when it was first wanted; null until then. */
    private final AtomicReference<@Nullable Map<String, EraVerdict>> read = new AtomicReference<>();
    /** What has to be written; empty for what has to be removed. */
    private final Map<String, Optional<EraVerdict>> unwritten = new ConcurrentHashMap<>();

    private final AtomicBoolean writing = new AtomicBoolean();

    private EraFile(Optional<Path> directory, Executor blocking, EventSink events) {
        this.directory = directory;
        this.blocking = blocking;
        this.events = events;
    }

    /** The file of a home; read when it is first needed. */
    static EraFile in(Path home, Executor blocking, EventSink events) {
        return new EraFile(Optional.of(home.resolve("cache")), blocking, events);
    }

    /** No file: nothing outlives the gateway. */
    static EraFile none() {
        return new EraFile(Optional.empty(), task -> {}, (level, message, facts) -> {});
    }

    /** What an earlier gateway has found; null if nothing. Reads the file, once. */
    @Nullable
    EraVerdict find(String digest) {
        Map<String, EraVerdict> known = read.get();
        if (known == null) {
            known = new ConcurrentHashMap<>(
                    directory.map(cache -> load(cache.resolve(NAME))).orElse(Map.of()));
            if (!read.compareAndSet(null, known)) {
                return find(digest); // another thread has read it meanwhile
            }
        }
        return known.get(digest);
    }

    void put(String digest, EraVerdict verdict) {
        change(digest, Optional.of(verdict));
    }

    void remove(String digest) {
        change(digest, Optional.empty());
    }

    private void change(String digest, Optional<EraVerdict> verdict) {
        Map<String, EraVerdict> known = read.get();
        if (known != null) {
            known.remove(digest); // what was found since counts
        }
        if (directory.isPresent()) {
            unwritten.put(digest, verdict);
            write(directory.get());
        }
    }

    /** One writer at a time, who takes along what has come meanwhile. */
    private void write(Path to) {
        if (unwritten.isEmpty() || !writing.compareAndSet(false, true)) {
            return;
        }
        try {
            blocking.execute(() -> {
                try {
                    writeNow(to);
                } finally {
                    writing.set(false);
                    write(to);
                }
            });
        } catch (RejectedExecutionException e) {
            writing.set(false);
            tell("The gateway is closing; an era is not kept", e);
        }
    }

    private void writeNow(Path cache) {
        Path to = cache.resolve(NAME);
        Map<String, Optional<EraVerdict>> changes = new LinkedHashMap<>(unwritten);
        changes.forEach(unwritten::remove);
        try {
            SafeFiles.createPrivateDirectories(cache);
            SafeFiles.locked(to, () -> {
                Map<String, EraVerdict> all = new LinkedHashMap<>(load(to));
                changes.forEach((digest, verdict) ->
                        verdict.ifPresentOrElse(found -> all.put(digest, found), () -> all.remove(digest)));
                SafeFiles.replacePrivately(to, text(all).getBytes(StandardCharsets.UTF_8));
                return true;
            });
        } catch (IOException | GatewayException e) {
            tell("Eras of servers cannot be kept; the next gateway asks them again", e);
        }
    }

    private static String text(Map<String, EraVerdict> all) {
        StringBuilder text = new StringBuilder("{\"verdicts\":[");
        all.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, EraVerdict> each) ->
                                each.getValue().found())
                        .reversed())
                .limit(MOST) // the oldest go
                .forEach(each -> {
                    EraVerdict verdict = each.getValue();
                    text.append(text.charAt(text.length() - 1) == '[' ? "\n" : ",\n")
                            .append("{\"server\":")
                            .append(Messages.quote(each.getKey()))
                            .append(",\"era\":\"")
                            .append(verdict.era())
                            .append("\",\"reason\":\"")
                            .append(verdict.reason())
                            .append("\",\"remote\":")
                            .append(verdict.remote())
                            .append(",\"found\":\"")
                            .append(verdict.found())
                            .append("\"}");
                });
        return text.append("]}\n").toString();
    }

    private Map<String, EraVerdict> load(Path from) {
        try {
            Optional<byte[]> content = SafeFiles.read(from, LARGEST);
            return content.isEmpty() ? Map.of() : parse(JsonText.of(content.get()));
        } catch (MalformedMessageException | IllegalArgumentException | DateTimeException | GatewayException e) {
            tell("What is kept of the eras of servers cannot be used; they are asked again", e);
            return Map.of();
        }
    }

    /** {@link IllegalArgumentException} and {@link DateTimeException} for words and dates that are none. */
    private static Map<String, EraVerdict> parse(JsonText text) throws MalformedMessageException {
        JsonText list = Members.of(text, FILE).get(0);
        if (list == null) {
            throw new IllegalArgumentException("there is no list of verdicts");
        }
        List<JsonText> elements = Elements.of(list, MOST);
        Map<String, EraVerdict> all = new LinkedHashMap<>();
        for (JsonText element : elements) {
            Members verdict = Members.of(element, VERDICT);
            JsonText remote = verdict.get(3);
            all.put(
                    text(verdict, 0),
                    new EraVerdict(
                            Era.valueOf(text(verdict, 1)),
                            EraVerdict.Reason.valueOf(text(verdict, 2)),
                            remote != null && remote.toString().equals("true"),
                            Instant.parse(text(verdict, 4))));
        }
        return all;
    }

    private static String text(Members verdict, int index) throws MalformedMessageException {
        String value = verdict.string(index);
        if (value == null) {
            throw new IllegalArgumentException("a verdict is not complete");
        }
        return value;
    }

    private void tell(String message, Exception cause) {
        events.event(EventSink.Level.DEBUG, message, Map.of("cause", String.valueOf(cause.getMessage())));
    }
}
