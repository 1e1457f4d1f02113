package io.mcpgateway.cli.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last changes, each a directory with what files held before and after. A change is written down here first, as
 * {@code pending}; the directory gets its number when the files are changed. One that is taken back is renamed first, so that
 * this is done to its end, too. Guarded by the lock of {@link State}.
 */
final class History {
    private static final int KEPT = 50;
    /** What all of them together may take; the last one is kept whatever it takes. */
    private static final long KEPT_BYTES = 64L << 20;

    private static final String PENDING = "pending";
    private static final String NEW = "new";
    /** Ends the name of a change that is being taken back. */
    private static final String UNDOING = ".undoing";

    private final Path directory;

    History(Path directory) {
        this.directory = directory;
    }

    /** A change that was written down. */
    record Entry(Path at, String command, List<Change.Edit> edits) {
        /** Whether it takes back what was done. */
        boolean isUndo() {
            return String.valueOf(at.getFileName()).endsWith(UNDOING);
        }

        /** What takes it back. */
        List<Change.Edit> reversed() {
            List<Change.Edit> back = new ArrayList<>();
            for (int i = edits.size() - 1; i >= 0; i--) {
                Change.Edit edit = edits.get(i);
                back.add(new Change.Edit(edit.file(), edit.after(), edit.before()));
            }
            return back;
        }
    }

    /** Writes a change down before it is done. */
    Entry begin(String command, List<Change.Edit> edits) {
        try {
            Path target = directory.resolve(NEW);
            delete(target);
            SafeFiles.createPrivateDirectories(target);
            ObjectNode change = Json.mapper().createObjectNode();
            change.put("command", command).put("time", Instant.now().toString());
            for (int i = 0; i < edits.size(); i++) {
                Change.Edit edit = edits.get(i);
                change.withArray("files").addObject().put("path", edit.file().toString());
                keep(target.resolve(i + ".before"), edit.before());
                keep(target.resolve(i + ".after"), edit.after());
            }
            SafeFiles.replacePrivately(
                    target.resolve("change.json"), Json.indented(change).getBytes(StandardCharsets.UTF_8));
            Path pending = Files.move(target, directory.resolve(PENDING));
            return new Entry(pending, command, edits);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static void keep(Path file, byte @Nullable [] content) {
        if (content != null) {
            SafeFiles.replacePrivately(file, content); // settings of other programs may hold secrets
        }
    }

    /** Writes down that a change is taken back, before that is done. */
    Entry beginUndo(Entry entry) {
        try {
            return new Entry(Files.move(entry.at, Path.of(entry.at + UNDOING)), entry.command, entry.reversed());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** What was begun has been done, at least in part, and can be taken back. */
    void keep(Entry entry) {
        try {
            List<Path> all = numbered();
            int next = all.isEmpty() ? 1 : number(all.get(all.size() - 1)) + 1;
            Files.move(entry.at, directory.resolve(String.format("%08d", next)));
            prune();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Removes the oldest changes when they are too many or too large. */
    private void prune() throws IOException {
        List<Path> all = numbered();
        long bytes = 0;
        for (int i = all.size() - 1; i >= 0; i--) {
            bytes += size(all.get(i));
            boolean last = i == all.size() - 1;
            if (!last && (all.size() - i > KEPT || bytes > KEPT_BYTES)) {
                delete(all.get(i));
            }
        }
    }

    private static long size(Path entry) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(entry)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /** A change that was begun and not done, or not taken back whole; null if there is none. */
    @Nullable
    Entry interrupted() {
        Path pending = directory.resolve(PENDING);
        if (Files.isDirectory(pending)) {
            return read(pending);
        }
        List<Path> undoing = named("\\d{8}" + Pattern.quote(UNDOING));
        if (undoing.isEmpty()) {
            return null;
        }
        Entry entry = read(undoing.get(0));
        return new Entry(entry.at, entry.command, entry.reversed());
    }

    /** The last change; null if there is none. */
    @Nullable
    Entry last() {
        List<Path> all = numbered();
        return all.isEmpty() ? null : read(all.get(all.size() - 1));
    }

    /** What was begun counts as never done. */
    void discard(Entry entry) {
        try {
            Path target = directory.resolve(NEW);
            delete(target);
            Files.move(entry.at, target); // at once, so that no half of it is found when this is cut short
            delete(target);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static Entry read(Path at) {
        byte[] text = SafeFiles.read(at.resolve("change.json"), Change.MAX_BYTES)
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.CONFIGURATION, at + ": is no change that was written down; remove it"));
        JsonNode change = Json.parse(JsonText.of(text));
        List<Change.Edit> edits = new ArrayList<>();
        for (int i = 0; i < change.path("files").size(); i++) {
            edits.add(new Change.Edit(
                    Path.of(change.path("files").get(i).path("path").asText()),
                    SafeFiles.read(at.resolve(i + ".before"), Change.MAX_BYTES).orElse(null),
                    SafeFiles.read(at.resolve(i + ".after"), Change.MAX_BYTES).orElse(null)));
        }
        return new Entry(at, change.path("command").asText(), List.copyOf(edits));
    }

    private List<Path> numbered() {
        return named("\\d{8}");
    }

    private List<Path> named(String pattern) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> path.getFileName().toString().matches(pattern))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static int number(Path entry) {
        return Integer.parseInt(entry.getFileName().toString());
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION, directory + ": cannot be removed: " + SafeFiles.reason(e), e);
        }
    }

    private GatewayException failed(IOException e) {
        return new GatewayException(
                ErrorCode.CONFIGURATION, directory + ": the history cannot be written: " + SafeFiles.reason(e), e);
    }
}
