package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The same step of two runs, in copies that an {@link AllowedDifference} may bring to a common form. Confined to one
 * comparison.
 */
final class StepPair {
    final String name;
    /** Whether the first run was legacy and the second modern. */
    final boolean acrossEras;

    final Side direct;
    final Side relayed;

    StepPair(Transcript.Step direct, Transcript.Step relayed, boolean acrossEras) {
        this.name = direct.name();
        this.acrossEras = acrossEras;
        this.direct = new Side(direct);
        this.relayed = new Side(relayed);
    }

    /** The method that the step is named after, or the whole name. */
    String method() {
        int space = name.indexOf(' ');
        return space < 0 ? name : name.substring(0, space);
    }

    /** One of the two runs. */
    static final class Side {
        final List<JsonNode> requests = new ArrayList<>();
        /** {@code result} or {@code error} of each answer, in order. */
        final List<ObjectNode> answers = new ArrayList<>();

        final List<JsonNode> notifications = new ArrayList<>();
        final String complaint;
        final String announced;

        private Side(Transcript.Step step) {
            for (Transcript.Exchange exchange : step.exchanges()) {
                requests.add(exchange.request());
                ObjectNode answer = envelope(exchange.response());
                answer.remove("id");
                answers.add(answer);
            }
            step.notifications().forEach(each -> notifications.add(envelope(each)));
            complaint = step.complaint();
            announced = step.announced();
        }

        /** A copy with the envelope's own members in one order, which says nothing; what they hold keeps its order. */
        private static ObjectNode envelope(JsonNode message) {
            ObjectNode copy = Transcript.MAPPER.createObjectNode();
            message.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(member ->
                            copy.set(member.getKey(), member.getValue().deepCopy()));
            return copy;
        }

        /** The results among the answers. */
        List<ObjectNode> results() {
            List<ObjectNode> found = new ArrayList<>();
            for (ObjectNode answer : answers) {
                if (answer.get("result") instanceof ObjectNode result) {
                    found.add(result);
                }
            }
            return found;
        }
    }
}
