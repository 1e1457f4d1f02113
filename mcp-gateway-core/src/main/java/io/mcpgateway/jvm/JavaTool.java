package io.mcpgateway.jvm;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.JsonText;
import java.util.Optional;

/**
 * A tool written in Java. Five lines make one:
 *
 * <pre>{@code
 * JavaTool add = JavaTool.of(
 *         "add",
 *         "Adds two numbers",
 *         """
 *         {"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"}},"required":["a","b"]}""",
 *         arguments -> ToolResult.text(arguments.number("a") + arguments.number("b") + ""));
 * }</pre>
 *
 * <p>Implementations are thread-safe. Each call runs on a thread that may block; it is interrupted when the client cancels.
 */
public interface JavaTool {
    /** The name by which clients call it; letters, digits, {@code _}, {@code -} and {@code .}, at most 64. */
    String name();

    /** A name for people; may be empty. */
    default String title() {
        return "";
    }

    /** What it does, for the model that decides whether to call it. */
    String description();

    /** A JSON schema of type {@code object} for its arguments. */
    JsonText inputSchema();

    /** A JSON schema of type {@code object} for its structured results, if it gives any. */
    default Optional<JsonText> outputSchema() {
        return Optional.empty();
    }

    /** Hints such as {@code {"readOnlyHint":true}}. */
    default Optional<JsonText> annotations() {
        return Optional.empty();
    }

    /**
     * Does it.
     *
     * @throws ToolException to tell the model what went wrong
     * @throws Exception for anything else; the model learns only that the tool failed, the log holds the rest
     */
    ToolResult call(ToolArguments arguments) throws Exception;

    /**
     * Does it, and tells how far it is; this is what is called.
     *
     * @throws ToolException to tell the model what went wrong
     * @throws Exception as with {@link #call(ToolArguments)}
     */
    default ToolResult call(ToolArguments arguments, ToolProgress progress) throws Exception {
        return call(arguments);
    }

    /**
     * A tool from its parts.
     *
     * @param inputSchema a JSON schema of type {@code object}
     */
    static JavaTool of(String name, String description, String inputSchema, Body body) {
        return builder(name).description(description).inputSchema(inputSchema).build(body);
    }

    /** Starts to describe a tool. */
    static Builder builder(String name) {
        return new Builder(name);
    }

    /** What a tool does. */
    @FunctionalInterface
    interface Body {
        /** See {@link JavaTool#call}. */
        ToolResult call(ToolArguments arguments) throws Exception;
    }

    /** Describes a tool. Not thread-safe. */
    final class Builder {
        private final String name;
        private String title = "";
        private String description = "";
        private JsonText inputSchema = JsonText.of("{\"type\":\"object\"}");
        private Optional<JsonText> outputSchema = Optional.empty();
        private Optional<JsonText> annotations = Optional.empty();

        private Builder(String name) {
            this.name = requireNonNull(name, "name");
        }

        /** See {@link JavaTool#title()}. */
        public Builder title(String value) {
            this.title = requireNonNull(value, "title");
            return this;
        }

        /** See {@link JavaTool#description()}. */
        public Builder description(String value) {
            this.description = requireNonNull(value, "description");
            return this;
        }

        /** See {@link JavaTool#inputSchema()}; without one any arguments are taken. */
        public Builder inputSchema(String value) {
            this.inputSchema = JsonText.of(value);
            return this;
        }

        /** See {@link JavaTool#outputSchema()}. */
        public Builder outputSchema(String value) {
            this.outputSchema = Optional.of(JsonText.of(value));
            return this;
        }

        /** See {@link JavaTool#annotations()}. */
        public Builder annotations(String value) {
            this.annotations = Optional.of(JsonText.of(value));
            return this;
        }

        /** The tool. */
        public JavaTool build(Body body) {
            return new DescribedTool(
                    name, title, description, inputSchema, outputSchema, annotations, requireNonNull(body, "body"));
        }
    }
}
