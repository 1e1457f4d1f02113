package io.mcpgateway.process;

import io.mcpgateway.process.Marks.Marked;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The marked processes on this machine, as far as the caller may see them. On systems without {@code /proc} there are
 * none to see. Stateless.
 */
final class ProcessTable {
    // The kernel allows more, but not among what a gateway starts; a longer environment is looked at up to here.
    private static final int LONGEST_ENVIRONMENT = 4 << 20;
    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    static boolean isReadable() {
        return Files.isReadable(PROC.resolve("self/environ"));
    }

    /**
     * Every marked process that passes. The handle is taken before the environment is read, and signals through a handle
     * check the start time, so that a process id that is used anew in between never costs a stranger.
     */
    static List<Entry> find(Predicate<Marked> wanted) {
        List<Entry> found = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path directory : directories) {
                entry(directory).filter(entry -> wanted.test(entry.marked())).ifPresent(found::add);
            }
        } catch (IOException noProc) {
            return List.of();
        }
        return found;
    }

    private static Optional<Entry> entry(Path directory) {
        long pid;
        try {
            pid = Long.parseLong(directory.getFileName().toString());
        } catch (NumberFormatException notProcess) {
            return Optional.empty();
        }
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        if (handle.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(directory.resolve("environ"))) {
            return Marks.read(in.readNBytes(LONGEST_ENVIRONMENT)).map(marked -> new Entry(handle.get(), marked));
        } catch (IOException gone) {
            // It ended, or belongs to somebody else, in which case we could not end it either.
            return Optional.empty();
        }
    }

    /**
     * A marked process.
     *
     * @param handle takes signals
     * @param marked what its environment says
     */
    record Entry(ProcessHandle handle, Marked marked) {}
}
