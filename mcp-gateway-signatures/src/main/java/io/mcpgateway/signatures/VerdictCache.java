package io.mcpgateway.signatures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mcpgateway.spi.EventSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which authority was found to vouch for which digest, a file each. That does not change: bytes that were signed stay signed,
 * so a verdict holds without a network, for as long as a rule names the authority. That nobody vouches for something is not
 * kept. A file that is damaged is as good as none. Thread-safe, also against other processes: files are replaced whole. Blocks
 * for as long as a disk takes.
 */
final class VerdictCache {
    private static final String FORM = "verdict-1";
    private static final String SUFFIX = ".json";
    private static final int LARGEST = 4096;
    private static final int MOST_FILES = 2000;

    private final Path directory;
    private final Clock clock;
    private final EventSink events;

    VerdictCache(Path directory, Clock clock, EventSink events) {
        this.directory = directory;
        this.clock = clock;
        this.events = events;
    }

    /** Whether this authority was found to vouch for this digest. */
    boolean holds(Authority authority, String digest) {
        Path file = file(authority, digest);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return false;
            }
            JsonNode verdict = SignatureJson.read(Files.readAllBytes(file));
            return verdict.path("form").asText("").equals(FORM)
                    && verdict.path("digest").asText("").equals(digest)
                    && verdict.path("authority").asText("").equals(authority.id());
        } catch (IOException e) {
            tell("A kept verdict cannot be read; the image is verified anew", digest, e);
            return false;
        }
    }

    /** Keeps a good verdict. */
    void keep(Authority authority, String digest) {
        byte[] verdict = SignatureJson.write(JsonNodeFactory.instance
                .objectNode()
                .put("form", FORM)
                .put("digest", digest)
                .put("authority", authority.id())
                .put("verified", clock.instant().toString()));
        try {
            Files.createDirectories(directory);
            Path temporary = Files.createTempFile(directory, ".verdict", ".tmp");
            try {
                Files.write(temporary, verdict);
                Files.move(
                        temporary,
                        file(authority, digest),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            prune();
        } catch (IOException e) {
            tell("A verdict cannot be kept; without a network this image cannot be started", digest, e);
        }
    }

    private void tell(String message, String digest, IOException cause) {
        events.event(
                EventSink.Level.WARN, message, Map.of("digest", digest, "cause", String.valueOf(cause.getMessage())));
    }

    /** Removes the oldest files when there are too many. */
    private void prune() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(path -> path.toString().endsWith(SUFFIX)).toList();
        }
        if (files.size() <= MOST_FILES) {
            return;
        }
        List<Aged> oldestFirst = new ArrayList<>();
        for (Path path : files) {
            oldestFirst.add(new Aged(path, Files.getLastModifiedTime(path)));
        }
        oldestFirst.sort(Comparator.comparing(Aged::time));
        for (Aged aged : oldestFirst.subList(0, files.size() - MOST_FILES)) {
            Files.deleteIfExists(aged.path);
        }
    }

    private record Aged(Path path, FileTime time) {}

    private Path file(Authority authority, String digest) {
        try {
            byte[] key = (digest + "\n" + authority.id()).getBytes(StandardCharsets.UTF_8);
            return directory.resolve(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(key))
                    + SUFFIX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
