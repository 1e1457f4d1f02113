package io.mcpgateway.process;

import io.mcpgateway.model.WorkloadOwner;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The environment variables by which a process of a workload is recognised, whatever became of its parents: who owns it,
 * and which workload it belongs to. Children inherit them, detached ones too.
 */
final class Marks {
    static final String OWNER = "MCP_GATEWAY_OWNER";
    /** What else {@link WorkloadOwner} needs: machine, boot, process namespace, pid and start time, parted by colons. */
    static final String FACTS = "MCP_GATEWAY_OWNER_FACTS";

    static final String WORKLOAD = "MCP_GATEWAY_WORKLOAD";

    private Marks() {}

    static Map<String, String> of(WorkloadOwner owner, String workload) {
        Map<String, String> marks = new LinkedHashMap<>();
        marks.put(OWNER, owner.id());
        marks.put(
                FACTS,
                String.join(
                        ":",
                        owner.machineId(),
                        owner.bootId(),
                        owner.pidNamespace(),
                        Long.toString(owner.pid()),
                        owner.startTime()));
        marks.put(WORKLOAD, workload);
        return marks;
    }

    /** Reads the marks in an environment as {@code /proc} shows it; empty if it has none or they are damaged. */
    static Optional<Marked> read(byte[] environ) {
        Map<String, String> found = new LinkedHashMap<>();
        int from = 0;
        for (int i = 0; i <= environ.length; i++) {
            if (i == environ.length || environ[i] == 0) {
                take(environ, from, i, found);
                from = i + 1;
            }
        }
        return parse(found);
    }

    private static void take(byte[] environ, int from, int to, Map<String, String> found) {
        for (String name : new String[] {OWNER, FACTS, WORKLOAD}) {
            if (startsWith(environ, from, to, name)) {
                int value = from + name.length() + 1;
                found.putIfAbsent(name, new String(environ, value, to - value, StandardCharsets.UTF_8));
            }
        }
    }

    private static boolean startsWith(byte[] environ, int from, int to, String name) {
        if (to - from <= name.length() || environ[from + name.length()] != '=') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (environ[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Marked> parse(Map<String, String> found) {
        String id = found.getOrDefault(OWNER, "");
        String[] facts = found.getOrDefault(FACTS, "").split(":", -1);
        if (id.isEmpty() || facts.length != 5 || !facts[3].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        WorkloadOwner owner = new WorkloadOwner(id, facts[0], facts[1], facts[2], Long.parseLong(facts[3]), facts[4]);
        return Optional.of(new Marked(owner, found.getOrDefault(WORKLOAD, "")));
    }

    /**
     * What the marks say.
     *
     * @param owner whose process it is
     * @param workload of which workload; may be empty
     */
    record Marked(WorkloadOwner owner, String workload) {}
}
