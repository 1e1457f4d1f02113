package io.mcpgateway.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A digest of what files hold; what cannot be read has a digest, too. */
final class Fingerprint {
    private static final int MAX_FILES = 10_000;

    private Fingerprint() {}

    static String of(List<Path> paths) {
        MessageDigest digest = Digests.sha256();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                addDirectory(digest, path);
            } else {
                addFile(digest, path);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void addDirectory(MessageDigest digest, Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            children.limit(MAX_FILES)
                    .filter(Files::isRegularFile)
                    .filter(child -> !String.valueOf(child.getFileName()).startsWith("."))
                    .sorted()
                    .forEach(child -> addFile(digest, child));
        } catch (IOException e) {
            add(digest, "unreadable");
        }
    }

    private static void addFile(MessageDigest digest, Path file) {
        add(digest, file.toString());
        if (!Files.isRegularFile(file)) {
            add(digest, "absent");
            return;
        }
        MessageDigest content = Digests.sha256();
        byte[] buffer = new byte[8192];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                content.update(buffer, 0, n);
            }
            digest.update(content.digest());
        } catch (IOException e) {
            add(digest, "unreadable");
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
