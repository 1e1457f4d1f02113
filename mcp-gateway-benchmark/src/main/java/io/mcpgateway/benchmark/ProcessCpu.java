package io.mcpgateway.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what a process has used and holds, from /proc. */
final class ProcessCpu {
    private static final long NANOS_PER_TICK = 10_000_000;

    private ProcessCpu() {}

    /** User and system time of a process, in nanoseconds, in steps of ten milliseconds. */
    static long nanos(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read the processor time of process " + pid, e);
        }
    }

    /** Resident memory in mebibytes. */
    static long residentMebibytes(long pid) {
        return status(pid, "VmRSS:") / 1024;
    }

    /** How many threads it has. */
    static long threads(long pid) {
        return status(pid, "Threads:");
    }

    private static long status(long pid, String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
            return 0;
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read the status of process " + pid, e);
        }
    }

    /** Living objects of a process of this JDK in mebibytes, after a full collection. */
    static long heapMebibytes(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd failed: " + histogram);
        }
        for (String line : histogram.lines().toList()) {
            String[] words = line.trim().split(" +");
            if (words.length >= 3 && words[0].equals("Total")) {
                return Long.parseLong(words[2]) >> 20;
            }
        }
        throw new IOException("jcmd gave no total");
    }
}
