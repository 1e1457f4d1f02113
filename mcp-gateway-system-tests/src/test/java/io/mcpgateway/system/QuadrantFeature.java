package io.mcpgateway.system;

import static io.mcpgateway.system.QuadrantClient.Era.LEGACY;
import static io.mcpgateway.system.QuadrantClient.Era.MODERN;

import io.mcpgateway.system.ConformanceCell.Upstream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The features of MCP that must survive the way through the gateway, and where the specification rules one out. What is tried
 * for each is in {@code peers/matrix/features.mjs} and {@link QuadrantJavaClient}, under its {@link #id}.
 */
enum QuadrantFeature {
    TOOL_DEFINITIONS("tools: title, annotations, icons, output schema, _meta"),
    STRUCTURED_CONTENT("tools: structured content, resource links, errors"),
    HEADER_ANNOTATION("tools: x-mcp-header in the definition, argument kept"),
    HEADER_MIRRORED(
            "tools: x-mcp-header mirrored to the server",
            new Rule(
                    cell -> cell.server() == LEGACY,
                    "2026-07-28, changelog: \"Require standard MCP request headers (Mcp-Method, Mcp-Name) on Streamable"
                            + " HTTP POST requests, and add support for custom headers from tool parameters via"
                            + " x-mcp-header\": a server of an earlier revision has none"),
            new Rule(
                    cell -> cell.upstream() == Upstream.STDIO,
                    "2026-07-28, basic/transports/streamable-http: \"Clients using other transports (e.g., stdio) MAY"
                            + " ignore x-mcp-header annotations\": there are no headers on stdio")),
    PROMPTS("prompts"),
    RESOURCES("resources: text, binary, not found"),
    TEMPLATES("resource templates"),
    COMPLETION("completion, with context"),
    LOGGING("logging and levels"),
    PROGRESS("progress"),
    CANCELLATION("cancellation"),
    PING_FROM_CLIENT("ping from the client", new Rule(cell -> cell.client() == MODERN, Words.REMOVED)),
    PING_FROM_SERVER("ping from the server", new Rule(cell -> cell.server() == MODERN, Words.REMOVED)),
    PAGINATION("pagination downstream"),
    ROOTS("roots"),
    ROOTS_CHANGED("roots: list changed", new Rule(cell -> !cell.isLegacyToLegacy(), Words.REMOVED)),
    SAMPLING("sampling"),
    SAMPLING_TOOLS("sampling with tools"),
    ELICITATION_FORM("elicitation: form, declined form"),
    ELICITATION_URL("elicitation: URL mode"),
    ELICITATION_URL_REQUIRED(
            "elicitation: error -32042, a page to visit first",
            new Rule(
                    cell -> cell.server() == MODERN,
                    "2026-07-28, basic (Error Codes): \"Implementations of this protocol version MUST NOT emit these"
                            + " codes\", -32042 among them")),
    ELICITATION_COMPLETE(
            "elicitation: complete notification",
            new Rule(
                    cell -> !cell.isLegacyToLegacy(),
                    "2026-07-28, changelog: \"Remove the notifications/elicitation/complete notification and the"
                            + " elicitationId field of URL mode elicitation requests\"")),
    SEVERAL_QUESTIONS("several questions at once"),
    SEVERAL_ROUNDS("several rounds of questions"),
    QUESTIONS_OF_PROMPTS("questions while a prompt is made"),
    RESOURCE_SUBSCRIPTIONS("resource subscriptions and updates"),
    TOOLS_CHANGED("list changed: a tool was added"),
    ONLY_A_DESCRIPTION_CHANGED("list changed: only a description"),
    PROMPTS_CHANGED("list changed: prompts"),
    RESOURCES_CHANGED("list changed: resources"),
    INSTRUCTIONS("instructions"),
    TASKS_2025(
            "tasks of 2025-11-25",
            new Rule(
                    cell -> cell.server() == MODERN,
                    "2026-07-28, changelog: \"Move experimental tasks out of the core protocol and into an official"
                            + " extension (io.modelcontextprotocol/tasks)\"")),
    TASKS_EXTENSION(
            "tasks extension of 2026-07-28",
            new Rule(
                    cell -> cell.client() == LEGACY || cell.server() == LEGACY,
                    "2026-07-28, basic/versioning: \"If one party supports an extension but the other does not, the"
                            + " supporting party MUST either revert to core protocol behavior or reject the request\";"
                            + " changelog: \"Add extensions field to ClientCapabilities and ServerCapabilities\"")),
    EXTENSIONS_OF_THE_SERVER("extensions declared by the server, an unknown one too"),
    EXTENSIONS_OF_THE_CLIENT("extensions declared by the client, an unknown one too"),
    UI_EXTENSION("io.modelcontextprotocol/ui: tool metadata and its view"),
    CLIENT_CAPABILITIES("each client's own capabilities reach the server"),
    TRACE_CONTEXT("_meta: traceparent, tracestate, unknown keys");

    private final String title;
    private final List<Rule> rules;

    /** Where the specification rules a feature out, and in which words. */
    private record Rule(Predicate<QuadrantCell> where, String sentence) {}

    /** Sentences that several features share. */
    private static final class Words {
        static final String REMOVED =
                "2026-07-28, changelog: \"Remove ping, logging/setLevel, and notifications/roots/list_changed\"";
    }

    QuadrantFeature(String title, Rule... rules) {
        this.title = title;
        this.rules = List.of(rules);
    }

    /** Its name for the clients. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return title;
    }

    /** The sentence of the specification that makes it impossible there; empty if it must pass. */
    Optional<String> impossible(QuadrantCell cell) {
        return rules.stream()
                .filter(rule -> rule.where().test(cell))
                .map(Rule::sentence)
                .findFirst();
    }
}
