package io.mcpgateway.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What Linux says about processes. */
final class ProcFs {
    private ProcFs() {}

    /** The number of threads of a process. */
    static int threads(long pid) {
        return Integer.parseInt(status(pid, "Threads:"));
    }

    /** The resident memory of a process in kB. */
    static long residentKilobytes(long pid) {
        return Long.parseLong(status(pid, "VmRSS:").replace(" kB", ""));
    }

    /** Living processes (no zombies) that have the text in their arguments. */
    static List<Long> withArgument(String text) {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path entry : entries) {
                if (read(entry.resolve("cmdline")).contains(text) && !isZombie(entry)) {
                    found.add(Long.parseLong(entry.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Ends what a failed test has left. */
    static void killAllWithArgument(String text) {
        withArgument(text).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private static boolean isZombie(Path process) throws IOException {
        String stat = read(process.resolve("stat"));
        int end = stat.lastIndexOf(')');
        return end < 0 || stat.startsWith("Z", end + 2) || stat.startsWith("X", end + 2);
    }

    private static String status(long pid, String key) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(key.length()).trim())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + key + " for process " + pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The content, or nothing if the process has ended meanwhile. */
    private static String read(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return "";
            }
            throw e;
        }
    }
}
