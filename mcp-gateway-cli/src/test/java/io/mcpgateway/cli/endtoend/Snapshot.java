package io.mcpgateway.cli.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * All files under a directory at one moment.
 *
 * @param entries contents by relative path; a directory that is empty ends with a slash
 */
record Snapshot(Map<String, Entry> entries) {
    private static final int LONGEST = 40;

    /** Locks stay, the history has scenarios of its own, and the cache may go at any time. */
    private static final Pattern LEFT_OUT = Pattern.compile(".*(\\.lock|/\\.history(/.*)?|/cache(/.*)?)");

    /** A file, a link or an empty directory. */
    private record Entry(String kind, byte[] content) {
        boolean sameAs(Entry other) {
            return kind.equals(other.kind) && MessageDigest.isEqual(content, other.content);
        }
    }

    static Snapshot of(Path directory) throws IOException {
        Map<String, Entry> entries = new TreeMap<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = directory.relativize(file).toString();
                if (!LEFT_OUT.matcher(name).matches()) {
                    entries.put(name, entry(file, attributes));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                String name = directory.relativize(visited) + "/";
                try (var children = Files.list(visited)) {
                    if (children.findAny().isEmpty() && !LEFT_OUT.matcher(name).matches()) {
                        entries.put(name, new Entry("", new byte[0]));
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new Snapshot(entries);
    }

    private static Entry entry(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            return new Entry(" -> " + Files.readSymbolicLink(file), new byte[0]);
        }
        if (!attributes.isRegularFile()) {
            return new Entry(" (neither file nor directory)", new byte[0]);
        }
        String permissions =
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        return new Entry(permissions.equals("rw-r--r--") ? "" : " (" + permissions + ")", Files.readAllBytes(file));
    }

    /** What has happened since: {@code +}, {@code ~} or {@code -}, a path, and what the file holds now. */
    List<String> changesSince(Snapshot earlier, UnaryOperator<String> readable) {
        List<String> lines = new ArrayList<>();
        earlier.entries.forEach((name, entry) -> {
            if (!entries.containsKey(name) && !name.endsWith("/")) {
                lines.add("- " + name);
            }
        });
        entries.forEach((name, entry) -> {
            Entry before = earlier.entries.get(name);
            if (before == null || !entry.sameAs(before)) {
                describe(before == null ? "+ " : "~ ", readable.apply(name), entry, readable, lines);
            }
        });
        return lines;
    }

    private static void describe(
            String sign, String name, Entry entry, UnaryOperator<String> readable, List<String> lines) {
        String text = readable.apply(new String(entry.content, StandardCharsets.UTF_8));
        List<String> content = Outcome.prefixed(":", text);
        String kind = readable.apply(entry.kind);
        if (content.size() > LONGEST) {
            lines.add(sign + name + kind + " (" + content.size() + " lines, SHA-256 " + digest(text) + ")");
            return;
        }
        lines.add(sign + name + kind);
        lines.addAll(content);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
