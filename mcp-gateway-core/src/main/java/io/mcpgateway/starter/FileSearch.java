package io.mcpgateway.starter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.jvm.ToolException;
import io.mcpgateway.starter.Roots.Place;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** One search down a directory tree. Links are shown, not followed. Confined to one call. */
final class FileSearch {
    private static final int MOST_VISITED = 100_000;
    private static final int MOST_FOUND = 500;
    private static final int DEEPEST = 64;
    private static final int LONGEST_LINE = 300;

    private final Place start;
    private final Glob glob;
    private final Optional<String> containing;
    private final ArrayNode found;
    private final ObjectNode result = Trees.object();
    private int visited;
    private boolean complete = true;

    FileSearch(Place start, Glob glob, Optional<String> containing) {
        this.start = start;
        this.glob = glob;
        this.containing = containing;
        this.found = result.putArray("matches");
    }

    ObjectNode run() {
        start.inside(directory -> {
            search(directory, "", 0);
            return true;
        });
        return result.put("complete", complete);
    }

    private void search(SecureDirectoryStream<Path> directory, String prefix, int depth) throws IOException {
        for (Path entry : directory) {
            if (Thread.currentThread().isInterrupted()) {
                throw new ToolException("Cancelled");
            }
            if (++visited > MOST_VISITED || found.size() >= MOST_FOUND) {
                complete = false;
                return;
            }
            visit(directory, entry.getFileName(), prefix, depth);
        }
    }

    private void visit(SecureDirectoryStream<Path> directory, Path name, String prefix, int depth) throws IOException {
        String relative = prefix + name;
        try {
            BasicFileAttributes attributes = TextFile.attributes(directory, name);
            if (glob.matches(relative)) {
                match(directory, name, relative, attributes);
            }
            if (attributes.isDirectory()) {
                if (depth == DEEPEST) {
                    complete = false;
                    return;
                }
                try (SecureDirectoryStream<Path> next = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    search(next, relative + "/", depth + 1);
                }
            }
        } catch (NoSuchFileException | AccessDeniedException e) {
            // Gone since it was listed, or not for us: not found.
            complete &= e instanceof NoSuchFileException;
        }
    }

    private void match(
            SecureDirectoryStream<Path> directory, Path name, String relative, BasicFileAttributes attributes)
            throws IOException {
        String path = start.path().resolve(relative).toString();
        if (containing.isEmpty()) {
            found.add(Trees.object().put("path", path));
            return;
        }
        if (!attributes.isRegularFile() || attributes.size() > TextFile.LARGEST) {
            return;
        }
        String text;
        try {
            text = TextFile.read(directory, name, start.path().resolve(relative));
        } catch (ToolException notText) {
            return;
        }
        int at = text.indexOf(containing.get());
        if (at >= 0) {
            found.add(Trees.object()
                    .put("path", path)
                    .put(
                            "line",
                            1
                                    + text.substring(0, at)
                                            .chars()
                                            .filter(c -> c == '\n')
                                            .count())
                    .put("text", lineAt(text, at)));
        }
    }

    private static String lineAt(String text, int at) {
        int from = text.lastIndexOf('\n', at) + 1;
        int to = text.indexOf('\n', at);
        String line = text.substring(Math.min(from, at), to < 0 ? text.length() : Math.max(to, at));
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
    }
}
