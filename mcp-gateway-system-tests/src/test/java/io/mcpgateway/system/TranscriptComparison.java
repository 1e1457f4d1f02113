package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the transcript of a client that talked to a server with that of the same client behind the gateway. Everything
 * counts except what {@link AllowedDifference} names; what was allowed is kept, so that a report can say it.
 */
final class TranscriptComparison {
    /** Methods whose results the relay must not touch at all between peers of one era. */
    private static final Set<String> UNTOUCHED =
            Set.of("tools/call", "prompts/get", "resources/read", "completion/complete");

    private final List<String> faults = new ArrayList<>();
    private final Map<AllowedDifference, Set<String>> used = new EnumMap<>(AllowedDifference.class);

    private TranscriptComparison() {}

    /** Compares two runs. */
    static TranscriptComparison of(Transcript direct, Transcript relayed) {
        TranscriptComparison comparison = new TranscriptComparison();
        comparison.compare(direct, relayed);
        return comparison;
    }

    /** What differs without permission; empty if nothing. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Which differences were met, and in which steps. */
    Map<AllowedDifference, Set<String>> used() {
        return used;
    }

    private void compare(Transcript direct, Transcript relayed) {
        boolean acrossEras = relayed.isModern() && !direct.isModern();
        for (Transcript.Step step : direct.steps().values()) {
            Transcript.Step other = relayed.steps().get(step.name());
            if (other != null) {
                compare(step, other, direct, relayed);
            } else if (!acrossEras || !AllowedDifference.REMOVED_METHODS.contains(step.name())) {
                faults.add(step.name() + ": is missing");
            }
        }
        for (String name : relayed.steps().keySet()) {
            boolean added = acrossEras && AllowedDifference.ADDED_METHODS.contains(name);
            if (!direct.steps().containsKey(name) && !added) {
                faults.add(name + ": is not in the direct run");
            }
        }
    }

    private void compare(Transcript.Step direct, Transcript.Step relayed, Transcript first, Transcript second) {
        if (direct.name().equals(AllowedDifference.HANDSHAKE)) {
            if (first.isModern() == second.isModern() && !first.revision().equals(second.revision())) {
                faults.add("connect: expected revision " + first.revision() + " but was " + second.revision());
            }
            return;
        }
        StepPair pair = new StepPair(direct, relayed, second.isModern() && !first.isModern());
        boolean touched = false;
        for (AllowedDifference difference : AllowedDifference.values()) {
            if (difference.apply(pair)) {
                used.computeIfAbsent(difference, any -> new TreeSet<>()).add(pair.name);
                touched |= difference != AllowedDifference.PROGRESS_TOKEN;
            }
        }
        compare(pair);
        if (!touched && !pair.acrossEras && UNTOUCHED.contains(pair.method())) {
            compareSpelling(direct, relayed);
        }
    }

    private void compare(StepPair pair) {
        if (!pair.method().endsWith("/list")) {
            compareAll(pair.name + " request", asked(pair.direct), asked(pair.relayed));
        }
        compareAll(pair.name, pair.direct.answers, pair.relayed.answers);
        compareAll(pair.name + " notification", pair.direct.notifications, pair.relayed.notifications);
        same(pair.name + " complaint of the client", pair.direct.complaint, pair.relayed.complaint);
        same(pair.name + " announcement", pair.direct.announced, pair.relayed.announced);
    }

    private void compareAll(String what, List<? extends JsonNode> expected, List<? extends JsonNode> actual) {
        if (expected.size() != actual.size()) {
            faults.add(what + ": expected " + expected.size() + " but were " + actual.size());
        }
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            for (String difference : JsonDiff.between(expected.get(i), actual.get(i))) {
                faults.add(what + " " + difference);
            }
        }
    }

    private void compareSpelling(Transcript.Step direct, Transcript.Step relayed) {
        for (int i = 0;
                i < Math.min(direct.exchanges().size(), relayed.exchanges().size());
                i++) {
            for (String member : List.of("result", "error")) {
                List<String> expected =
                        JsonDiff.tokensOf(direct.exchanges().get(i).text(), member);
                List<String> actual =
                        JsonDiff.tokensOf(relayed.exchanges().get(i).text(), member);
                if (!expected.equals(actual)) {
                    faults.add(direct.name() + ": " + member + " is spelled differently: expected "
                            + direct.exchanges().get(i).text() + " but was "
                            + relayed.exchanges().get(i).text());
                }
            }
        }
    }

    private void same(String what, String expected, String actual) {
        if (!expected.equals(actual)) {
            faults.add(what + ": expected '" + expected + "' but was '" + actual + "'");
        }
    }

    /** Method and parameters of what was asked, without what each client adds by itself. */
    private static List<JsonNode> asked(StepPair.Side side) {
        List<JsonNode> asked = new ArrayList<>();
        for (JsonNode request : side.requests) {
            ObjectNode copy = Transcript.MAPPER.createObjectNode();
            copy.set("method", request.get("method"));
            if (request.path("params").deepCopy() instanceof ObjectNode params) {
                params.remove("_meta");
                if (!params.isEmpty()) {
                    copy.set("params", params);
                }
            }
            asked.add(copy);
        }
        return asked;
    }
}
