package io.mcpgateway;

import io.mcpgateway.egress.Refusal;
import io.mcpgateway.model.Problem;
import io.mcpgateway.spi.EventSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remembers which hosts runtimes have refused to servers, for the servers' status, and passes all events on. Thread-safe;
 * what is remembered is guarded by this.
 */
final class EgressRefusals implements EventSink {
    /** Of each server the latest ones are of use; a hostile one makes up as many as it likes. */
    private static final int MOST_HOSTS = 16;

    private static final int MOST_SERVERS = 1000;

    private final EventSink next;
    private final Map<String, Map<String, String>> refused = new TreeMap<>();

    EgressRefusals(EventSink next) {
        this.next = next;
    }

    @Override
    public void event(Level level, String message, Map<String, String> facts) {
        if (message.equals(Refusal.EVENT)) {
            remember(facts);
        }
        next.event(level, message, facts);
    }

    private synchronized void remember(Map<String, String> facts) {
        String server = facts.getOrDefault("server", "");
        if (!refused.containsKey(server) && refused.size() >= MOST_SERVERS) {
            return;
        }
        Map<String, String> hosts = refused.computeIfAbsent(server, name -> new LinkedHashMap<>());
        String host = facts.getOrDefault("host", "?") + ":" + facts.getOrDefault("port", "0");
        hosts.remove(host); // so that the latest is the last
        hosts.put(host, facts.getOrDefault("why", ""));
        if (hosts.size() > MOST_HOSTS) {
            hosts.remove(hosts.keySet().iterator().next());
        }
    }

    /** What was refused to a server lately. */
    synchronized List<Problem> of(String server) {
        List<Problem> problems = new ArrayList<>();
        refused.getOrDefault(server, Map.of())
                .forEach((host, why) -> problems.add(new Problem(server, Refusal.EVENT + ": " + host + ": " + why)));
        return problems;
    }
}
