package io.mcpgateway.upstream;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.JsonText;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The syslog levels of MCP's logging, from chatty to grave. */
public final class LogLevels {
    private static final List<String> ASCENDING =
            List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");
    private static final Members.Index LEVEL = Members.Index.of(0, "level");

    private LogLevels() {}

    /** Whether there is such a level. */
    public static boolean exists(String level) {
        return ASCENDING.contains(level);
    }

    /** Whether a log message is at or above a level; a level that is not known counts as above. */
    public static boolean reaches(@Nullable JsonText message, String threshold) {
        if (message == null) {
            return false;
        }
        try {
            String level = Members.of(message, LEVEL).string(0);
            int grade = level == null ? -1 : ASCENDING.indexOf(level);
            return grade < 0 || grade >= ASCENDING.indexOf(threshold);
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    /** The chattiest of some levels, all of which exist; empty if there are none. */
    static String chattiest(Collection<String> levels) {
        return levels.stream().min(Comparator.comparingInt(ASCENDING::indexOf)).orElse("");
    }
}
