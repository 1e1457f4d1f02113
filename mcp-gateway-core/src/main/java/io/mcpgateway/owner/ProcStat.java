package io.mcpgateway.owner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code /proc/PID/stat}. Immutable. */
final class ProcStat {
    // Counted from the field after the command name, which is field 3, the state.
    private static final int STATE = 0;
    private static final int THREADS = 20 - 3;
    private static final int START_TIME = 22 - 3;

    private final Path proc;

    ProcStat(Path proc) {
        this.proc = proc;
    }

    /** When the process started, in clock ticks since boot; empty if there is none or it cannot be read. */
    Optional<String> start(long pid) {
        try {
            List<String> fields = fields(pid);
            return fields.size() > START_TIME ? Optional.of(fields.get(START_TIME)) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether a process with this id and start time exists; yes if that cannot be told. */
    boolean lives(long pid, String startTime) {
        if (startTime.isEmpty()) {
            return true;
        }
        List<String> fields;
        try {
            fields = fields(pid);
        } catch (NoSuchFileException absent) {
            return hidesProcesses();
        } catch (IOException unreadable) {
            // ESRCH: it ended between open and read. Anything else: in doubt it lives. The next sweep sees better.
            return true;
        }
        if (fields.size() <= START_TIME) {
            return true;
        }
        return fields.get(START_TIME).equals(startTime) && !isDeadZombie(fields);
    }

    /** A zombie whose last thread has ended runs nothing any more, though its parent has not taken note of it. */
    private static boolean isDeadZombie(List<String> fields) {
        String threads = fields.get(THREADS);
        return fields.get(STATE).equals("Z") && (threads.equals("0") || threads.equals("1"));
    }

    /** With {@code hidepid} a missing directory means nothing; without any process to see, {@code /proc} is not mounted. */
    private boolean hidesProcesses() {
        try {
            return Files.readAllLines(proc.resolve("self/mountinfo"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.contains(" /proc ") && line.contains(" - proc "))
                    .anyMatch(line -> line.matches(".*hidepid=(?!0|off).*"));
        } catch (IOException noProc) {
            return true;
        }
    }

    /** The fields after the command name, which may itself hold blanks and parentheses. */
    private List<String> fields(long pid) throws IOException {
        String line = Files.readString(proc.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
        int end = line.lastIndexOf(')');
        return end < 0 ? List.of() : List.of(line.substring(end + 1).strip().split("\\s+"));
    }
}
