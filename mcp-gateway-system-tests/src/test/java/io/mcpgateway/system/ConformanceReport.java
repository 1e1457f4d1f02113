package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the official conformance suite found, check by check, as {@code peers/conformance.mjs} writes it.
 *
 * @param revision the revision whose requirements were run
 * @param scenarios the scenarios by name, in the suite's order
 */
record ConformanceReport(String revision, Map<String, Scenario> scenarios) {
    /** Passes also when nothing was sent, so that it says nothing alone. */
    private static final String VACUOUS = "wire-schema-valid";

    ConformanceReport {
        scenarios = Collections.unmodifiableMap(new LinkedHashMap<>(scenarios));
    }

    /** Reads a report. */
    static ConformanceReport read(Path file) throws IOException {
        JsonNode root = Transcript.tree(Files.readString(file));
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        for (JsonNode node : root.get("scenarios")) {
            Scenario scenario = Scenario.from(node);
            scenarios.put(scenario.name(), scenario);
        }
        return new ConformanceReport(root.get("revision").asText(), scenarios);
    }

    /**
     * A scenario.
     *
     * @param name its name
     * @param scored whether the revision requires it; the others are extensions, or newer than the revision
     * @param checks the checks by key: the id, the name and, where both repeat, a number
     * @param log what the client of the scenario said; empty in the server's mode
     */
    record Scenario(String name, boolean scored, Map<String, Check> checks, String log) {
        Scenario {
            checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
        }

        private static Scenario from(JsonNode node) {
            Map<String, Check> checks = new LinkedHashMap<>();
            for (JsonNode each : node.get("checks")) {
                Check check = new Check(
                        each.get("id").asText(),
                        each.get("status").asText(),
                        each.path("message").asText());
                String key = check.id() + " " + each.path("name").asText();
                String unique = key;
                for (int i = 2; checks.containsKey(unique); i++) {
                    unique = key + " #" + i;
                }
                checks.put(unique, check);
            }
            return new Scenario(
                    node.get("name").asText(),
                    node.get("scored").asBoolean(),
                    checks,
                    node.path("clientLog").asText());
        }

        /** Whether something was shown and nothing failed. */
        boolean passes() {
            return failures().isEmpty()
                    && checks.values().stream()
                            .anyMatch(check -> check.succeeds() && !check.id().equals(VACUOUS));
        }

        /** The keys of the checks that failed. */
        List<String> failures() {
            List<String> failures = new ArrayList<>();
            checks.forEach((key, check) -> {
                if (check.status().equals("FAILURE")) {
                    failures.add(key);
                }
            });
            return failures;
        }

        /** How many checks succeeded. */
        long successes() {
            return checks.values().stream().filter(Check::succeeds).count();
        }

        /** The check with that key. */
        Optional<Check> check(String key) {
            return Optional.ofNullable(checks.get(key));
        }
    }

    /**
     * One check.
     *
     * @param id what the suite calls it
     * @param status SUCCESS, FAILURE, WARNING, SKIPPED or INFO
     * @param message why; empty if the suite says nothing
     */
    record Check(String id, String status, String message) {
        /** Whether what it looks at was seen and is right. */
        boolean succeeds() {
            return status.equals("SUCCESS");
        }
    }
}
