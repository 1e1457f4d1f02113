package io.mcpgateway.jvm;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.JsonText;
import java.util.List;
import java.util.Optional;

/** What a tool answers: text, structured data, other content, or an error. Immutable. */
public final class ToolResult {
    private final String text;
    private final List<JsonText> content;
    private final Optional<JsonText> structured;
    private final boolean error;

    private ToolResult(String text, List<JsonText> content, Optional<JsonText> structured, boolean error) {
        this.text = requireNonNull(text, "text");
        this.content = List.copyOf(content);
        this.structured = structured;
        this.error = error;
    }

    /** Text for the model. */
    public static ToolResult text(String text) {
        return new ToolResult(text, List.of(), Optional.empty(), false);
    }

    /** An error that the model is told of. */
    public static ToolResult error(String text) {
        return new ToolResult(text, List.of(), Optional.empty(), true);
    }

    /** A JSON object that fits the tool's output schema; older clients get it as text. */
    public static ToolResult structured(JsonText object) {
        return new ToolResult(object.toString(), List.of(), Optional.of(object), false);
    }

    /** A JSON object that fits the tool's output schema, with another text for older clients. */
    public static ToolResult structured(JsonText object, String text) {
        return new ToolResult(text, List.of(), Optional.of(object), false);
    }

    /** Content blocks as the protocol defines them, such as images; each a JSON object with a {@code type}. */
    public static ToolResult content(List<JsonText> blocks) {
        return new ToolResult("", blocks, Optional.empty(), false);
    }

    /** The text; empty if the content is given in blocks. */
    public String text() {
        return text;
    }

    /** The content blocks; empty if the content is text. */
    public List<JsonText> content() {
        return content;
    }

    /** The structured data, if any. */
    public Optional<JsonText> structured() {
        return structured;
    }

    /** Whether it tells of an error. */
    public boolean isError() {
        return error;
    }
}
