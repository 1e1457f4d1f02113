package io.mcpgateway.starter;

import io.mcpgateway.jvm.ToolException;
import io.mcpgateway.model.ConfigException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The directories that may be touched, and the only way into them. Immutable.
 *
 * <p>A path is first resolved, symbolic links included, and must lie in one of the directories. Since what was checked may
 * be exchanged for a link the moment after, it is then walked from the directory downwards, each step relative to the open
 * directory before it and following no link; a link that has come up meanwhile makes the walk fail instead of escape.
 */
final class Roots {
    private final List<Root> roots;

    private Roots(List<Root> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * Checks directories that a user has configured.
     *
     * @throws ConfigException if one is not an absolute path of a directory, or this system cannot confine
     */
    static Roots of(List<String> directories) {
        List<Root> roots = new ArrayList<>();
        for (String directory : directories) {
            roots.add(root(directory));
        }
        return new Roots(roots);
    }

    private static Root root(String directory) {
        try {
            Path path = Path.of(directory);
            if (!path.isAbsolute()) {
                throw new ConfigException("Directory '" + directory + "' of server 'files' is not an absolute path");
            }
            Path real = path.toRealPath();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(real)) {
                if (!(stream instanceof SecureDirectoryStream)) {
                    throw new ConfigException(
                            "Server 'files' does not run on this system: it cannot keep to its directories here");
                }
            }
            return new Root(path.normalize(), real);
        } catch (InvalidPathException | IOException e) {
            throw new ConfigException(
                    "Directory '" + directory + "' of server 'files' does not exist or cannot be read", e);
        }
    }

    List<String> list() {
        return roots.stream().map(root -> root.real().toString()).toList();
    }

    @Override
    public String toString() {
        return list().stream().collect(Collectors.joining(", "));
    }

    /** A file or directory that exists; where it really is. */
    Place existing(String text) {
        Path path = inside(text);
        try {
            return place(path.toRealPath(), text);
        } catch (NoSuchFileException e) {
            throw new ToolException("There is no '" + text + "'", e);
        } catch (IOException e) {
            throw new ToolException("Cannot open '" + text + "'", e);
        }
    }

    /** A file that may be missing, in a directory that exists. */
    Place writable(String text) {
        Path path = inside(text);
        if (Files.exists(path)) {
            return existing(text);
        }
        Path name = path.getFileName();
        Path parent = path.getParent();
        if (name == null
                || parent == null
                || name.toString().equals("..")
                || name.toString().equals(".")) {
            throw denied(text);
        }
        try {
            return place(parent.toRealPath().resolve(name), text);
        } catch (IOException e) {
            throw new ToolException("The directory of '" + text + "' does not exist", e);
        }
    }

    /** Denies what lies outside by its spelling, before anything outside is looked at. */
    private Path inside(String text) {
        Path path;
        try {
            path = roots.get(0).real().resolve(text);
        } catch (InvalidPathException e) {
            throw new ToolException("Argument 'path' is not a path", e);
        }
        Path spelled = path.normalize();
        boolean allowed =
                roots.stream().anyMatch(root -> spelled.startsWith(root.spelled()) || spelled.startsWith(root.real()));
        if (!allowed) {
            throw denied(text);
        }
        return path;
    }

    private Place place(Path real, String text) {
        Optional<Root> home =
                roots.stream().filter(root -> real.startsWith(root.real())).findFirst();
        return home.map(root -> new Place(root.real(), root.real().relativize(real)))
                .orElseThrow(() -> denied(text));
    }

    private ToolException denied(String text) {
        return new ToolException("'" + text + "' is outside the allowed directories: " + this);
    }

    private record Root(Path spelled, Path real) {}

    /**
     * A place inside a root.
     *
     * @param root the root's real path
     * @param relative the way from there without links; the empty path for the root itself
     */
    record Place(Path root, Path relative) {
        Path path() {
            return root.resolve(relative).normalize();
        }

        boolean isRoot() {
            return relative.toString().isEmpty();
        }

        /** Its last name; a root has none here. */
        Path name() {
            Path name = relative.getFileName();
            if (isRoot() || name == null) {
                throw new ToolException("'" + path() + "' is a directory");
            }
            return name;
        }

        /** Walks to the directory that holds it. */
        <T> T inParent(Step<T> step) {
            Path parent = relative.getParent();
            return walk(parent == null ? Path.of("") : parent, step);
        }

        /** Walks to it; it must be a directory. */
        <T> T inside(Step<T> step) {
            return walk(relative, step);
        }

        private <T> T walk(Path way, Step<T> step) {
            try (DirectoryStream<Path> start = Files.newDirectoryStream(root)) {
                return descend((SecureDirectoryStream<Path>) start, way, 0, step);
            } catch (IOException e) {
                throw new ToolException("Cannot use '" + path() + "': " + reason(e), e);
            }
        }

        private static <T> T descend(SecureDirectoryStream<Path> here, Path way, int depth, Step<T> step)
                throws IOException {
            if (way.toString().isEmpty() || depth == way.getNameCount()) {
                return step.in(here);
            }
            try (SecureDirectoryStream<Path> next =
                    here.newDirectoryStream(way.getName(depth), LinkOption.NOFOLLOW_LINKS)) {
                return descend(next, way, depth + 1, step);
            }
        }

        private static String reason(IOException e) {
            if (e instanceof java.nio.file.FileSystemException system && system.getReason() != null) {
                return system.getReason();
            }
            return e.getClass().getSimpleName();
        }
    }

    /** Something done in an open directory. */
    interface Step<T> {
        T in(SecureDirectoryStream<Path> directory) throws IOException;
    }
}
