package io.mcpgateway.system;

import java.util.List;
import java.util.function.Predicate;

/**
 * A check that comes out worse behind the gateway than directly, and why it must. One that is not needed any more is a fault,
 * so that the list stays true.
 *
 * @param where the combinations that it holds for
 * @param scenario the scenario; a star at its end stands for the rest of the name
 * @param check the id of the check; a star for all of the scenario
 * @param message a part of what the suite then says, so that nothing else passes under it
 * @param reason a sentence of the specification, or what the server lacks
 */
record ConformanceExemption(
        Predicate<ConformanceCell> where, String scenario, String check, String message, String reason) {
    private static final Predicate<ConformanceCell> LEGACY_SERVER_MODERN_CLIENT =
            cell -> cell.isBridged() && cell.revision().equals(ConformanceCell.MODERN);

    private static final Predicate<ConformanceCell> LEGACY_CLIENT =
            cell -> cell.revision().equals(ConformanceCell.LEGACY);

    /** All of them. A modern server behind a legacy client needs none. */
    private static final List<ConformanceExemption> ALL = List.of(
            new ConformanceExemption(
                    LEGACY_SERVER_MODERN_CLIENT,
                    "server-stateless",
                    "sep-2575-server-rejects-undeclared-capability",
                    "Server executed 'test_missing_capability'",
                    "-32021 is new in 2026-07-28; the legacy server says in a tool result what the client lacks"),
            new ConformanceExemption(
                    LEGACY_SERVER_MODERN_CLIENT,
                    "server-stateless",
                    "sep-2575-missing-capability-http-400",
                    "server did not return MissingRequiredClientCapabilityError",
                    "the same: there is no such error whose status could be looked at"),
            new ConformanceExemption(
                    LEGACY_SERVER_MODERN_CLIENT,
                    "input-required-result-basic-elicitation",
                    "sep-2322-elicitation-incomplete",
                    "inputRequests missing expected key \"user_name\"",
                    "a request of a legacy server has no key; the gateway makes one up"),
            new ConformanceExemption(
                    LEGACY_SERVER_MODERN_CLIENT,
                    "tasks-*",
                    "*",
                    "",
                    "the extension io.modelcontextprotocol/tasks belongs to 2026-07-28; a legacy server has none"),
            new ConformanceExemption(
                    LEGACY_CLIENT,
                    "server-sse-multiple-streams",
                    "server-sse-streams-functional",
                    "SSE streaming is optional",
                    "2025-11-25, transports: \"the server MUST either return Content-Type: text/event-stream, to "
                            + "initiate an SSE stream, or Content-Type: application/json, to return one JSON object\""),
            new ConformanceExemption(
                    LEGACY_CLIENT,
                    "server-sse-polling",
                    "server-sse-content-type",
                    "Server returned JSON instead of SSE stream",
                    "the same: an answer that comes at once is one JSON object; one that takes long has a stream"),
            new ConformanceExemption(
                    LEGACY_CLIENT,
                    "server-sse-polling",
                    "server-sse-disconnect-resume",
                    "Tool response received on initial POST stream",
                    "the server drops the stream to the gateway, if it has one; the gateway resumes that itself and its"
                            + " own client's stream stays whole"));

    /** Those that hold for a combination. */
    static List<ConformanceExemption> in(ConformanceCell cell) {
        return ALL.stream().filter(each -> each.where().test(cell)).toList();
    }

    /** Whether this is about that check. */
    boolean names(String scenarioName, ConformanceReport.Check found) {
        return matches(scenario, scenarioName) && matches(check, found.id());
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    /** Whether this allows what the suite found. */
    boolean covers(String scenarioName, ConformanceReport.Check found) {
        return names(scenarioName, found) && found.message().contains(message);
    }
}
