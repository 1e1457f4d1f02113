package io.mcpgateway.launch;

import io.mcpgateway.files.SafeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes host paths comparable: absolute, with slashes, without links. */
final class HostPaths {
    private static final Pattern WINDOWS = Pattern.compile("[A-Za-z]:[/\\\\].*");

    private final Path home;
    private final Path workingDirectory;

    HostPaths(Path home, Path workingDirectory) {
        this.home = home;
        this.workingDirectory = workingDirectory;
    }

    /** A source as an absolute path without links; what does not exist yet counts as a plain name. */
    String canonical(String source) throws RefusedMountException {
        String text = source.replace('\\', '/');
        if (WINDOWS.matcher(text).matches()) {
            return lexical(text.toLowerCase(Locale.ROOT));
        }
        if (text.startsWith("//")) {
            return "/" + lexical(text.substring(1));
        }
        try {
            Path path = text.equals("~") || text.startsWith("~/")
                    ? home.resolve(text.substring(Math.min(2, text.length())))
                    : workingDirectory.resolve(text);
            return resolveLinks(path.toAbsolutePath().normalize()).toString().replace('\\', '/');
        } catch (InvalidPathException e) {
            throw new RefusedMountException("'" + source + "' is not a path");
        }
    }

    // Of a path that does not exist yet, the part that does; a link to nowhere could later lead anywhere.
    private static Path resolveLinks(Path path) throws RefusedMountException {
        Path existing = path;
        while (!Files.exists(existing)) {
            if (Files.isSymbolicLink(existing)) {
                throw new RefusedMountException("'" + existing + "' is a link to nowhere");
            }
            Path parent = existing.getParent();
            if (parent == null) {
                return path;
            }
            existing = parent;
        }
        try {
            return existing.toRealPath().resolve(existing.relativize(path)).normalize();
        } catch (IOException e) {
            throw new RefusedMountException("'" + existing + "' cannot be resolved: " + SafeFiles.reason(e));
        }
    }

    /** Without {@code .}, {@code ..} and doubled slashes, judged by the text alone. */
    static String lexical(String path) {
        ArrayDeque<String> segments = new ArrayDeque<>();
        int fixed = path.startsWith("/") ? 0 : 1;
        for (String segment : path.split("/")) {
            if (segment.equals("..") && segments.size() > fixed) {
                segments.removeLast();
            } else if (!segment.isEmpty() && !segment.equals(".") && !segment.equals("..")) {
                segments.addLast(segment);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", segments);
    }

    /** Whether a path is a root or under it. */
    static boolean isUnder(String path, String root) {
        return path.equals(root) || path.startsWith(root.endsWith("/") ? root : root + "/");
    }
}
