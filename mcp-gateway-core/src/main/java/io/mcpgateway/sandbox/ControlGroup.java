package io.mcpgateway.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The control group of one workload: a directory, or one in each hierarchy. Owned by the workload. */
final class ControlGroup implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long RETRY_MILLIS = 10;
    private static final Pattern OUT_OF_MEMORY = Pattern.compile("(?m)^oom_kill ([1-9]\\d*)$");

    private final List<Path> directories;

    ControlGroup(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    /** The files that take the ids of processes. */
    List<Path> members() {
        return directories.stream().map(each -> each.resolve("cgroup.procs")).toList();
    }

    /** Whether the kernel has ended a process for using too much memory. */
    boolean ranOutOfMemory() {
        return directories.stream()
                .flatMap(
                        each -> Stream.of("memory.events", "memory.oom_control").map(each::resolve))
                .anyMatch(ControlGroup::tellsOfKill);
    }

    private static boolean tellsOfKill(Path file) {
        try {
            Matcher found = OUT_OF_MEMORY.matcher(Files.readString(file));
            return found.find();
        } catch (IOException notHere) {
            return false;
        }
    }

    /** Removes it. A group whose last process has just ended counts as in use for a moment. */
    @Override
    public void close() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Path directory : directories) {
            while (!removed(directory) && System.nanoTime() - end < 0) {
                try {
                    Thread.sleep(RETRY_MILLIS);
                } catch (InterruptedException e) {
                    // The next gateway's sweep removes it.
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private static boolean removed(Path directory) {
        try {
            Files.deleteIfExists(directory);
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
