package io.mcpgateway.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one client sent and what came back over the wire, step by step, as {@code peers/drive.mjs} writes it.
 *
 * @param era {@code legacy} or {@code modern}
 * @param revision the protocol revision that the client ended up with
 * @param steps the steps by name, in the order they were made
 */
record Transcript(String era, String revision, Map<String, Step> steps) {
    /** Keeps the spelling of numbers as far as a tree can. */
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    Transcript {
        steps = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }

    /** Whether the client spoke a revision without handshake. */
    boolean isModern() {
        return era.equals("modern");
    }

    /** Reads a transcript file. */
    static Transcript read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /** Parses a transcript. */
    static Transcript parse(String json) {
        JsonNode root = tree(json);
        Map<String, Step> steps = new LinkedHashMap<>();
        for (JsonNode step : root.get("steps")) {
            String name = step.get("name").asText();
            if (steps.put(name, Step.from(step)) != null) {
                throw new IllegalArgumentException("two steps are called " + name);
            }
        }
        return new Transcript(root.get("era").asText(), root.path("revision").asText(), steps);
    }

    /** The tree of a JSON text. */
    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + json.substring(0, Math.min(200, json.length())), e);
        }
    }

    /**
     * One thing that the client did.
     *
     * @param name what
     * @param exchanges the requests it took
     * @param notifications what else arrived that belongs to it
     * @param complaint the kind of error by which the client itself refused an answer; empty if it did not
     * @param announced whether the announcement that the step waits for came; empty if it waits for none
     */
    record Step(
            String name, List<Exchange> exchanges, List<JsonNode> notifications, String complaint, String announced) {
        Step {
            exchanges = List.copyOf(exchanges);
            notifications = List.copyOf(notifications);
        }

        private static Step from(JsonNode node) {
            List<Exchange> exchanges = new ArrayList<>();
            node.get("exchanges")
                    .forEach(each -> exchanges.add(new Exchange(
                            each.get("request"),
                            each.path("text").isTextual() ? each.get("text").asText() : "")));
            List<JsonNode> notifications = new ArrayList<>();
            node.get("notifications").forEach(notifications::add);
            JsonNode error = node.path("clientError");
            String complaint = error.isObject()
                    ? error.path("type").asText() + " " + error.path("code").asText() + " "
                            + firstLine(error.path("message").asText())
                    : "";
            return new Step(
                    node.get("name").asText(),
                    exchanges,
                    notifications,
                    complaint,
                    node.path("announced").asText());
        }

        private static String firstLine(String text) {
            return text.lines().findFirst().orElse("");
        }
    }

    /**
     * One request and its answer.
     *
     * @param request as the client sent it
     * @param text the answer as it came over the wire; empty if none came
     */
    record Exchange(JsonNode request, String text) {
        /** The answer as a tree; a missing node if none came. */
        JsonNode response() {
            return text.isEmpty() ? MAPPER.missingNode() : tree(text);
        }
    }
}
