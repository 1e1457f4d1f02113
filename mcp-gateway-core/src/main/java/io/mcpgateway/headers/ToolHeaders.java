package io.mcpgateway.headers;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.NamedMembers;
import io.mcpgateway.model.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which arguments of a tool are mirrored into headers: what its {@code inputSchema} annotates with {@code x-mcp-header}.
 * Source: revision 2026-07-28, basic/transports/streamable-http, "Custom Headers from Tool Parameters". Immutable.
 *
 * <p>A value that has no form as a header (an object, an array, an integer beyond ±(2^53−1), a string with half of a
 * surrogate pair) is not mirrored, and not expected to be; the server judges it by the schema.
 */
public final class ToolHeaders {
    private static final ToolHeaders NONE = new ToolHeaders(new Property(), null);

    private final Property root;
    private final @Nullable String fault;

    /** Where an annotated property is found in the arguments, step by step. */
    static final class Property {
        /** The name of its header; null if it only leads to annotated ones. */
        @Nullable
        String header;

        final Map<String, Property> below = new LinkedHashMap<>();
    }

    private interface Visitor {
        /** One annotated property; {@code values} has one element, more if the arguments name it more than once, or none. */
        void visit(String header, List<JsonText> values);
    }

    private ToolHeaders(Property root, @Nullable String fault) {
        this.root = root;
        this.fault = fault;
    }

    /**
     * Reads a tool's definition. Most have no annotation, which costs one search.
     *
     * @param definition an entry of a {@code tools/list} result
     */
    public static ToolHeaders parse(JsonText definition) {
        if (!Annotations.possible(definition)) {
            return NONE;
        }
        Annotations annotations = new Annotations();
        String fault = annotations.read(definition);
        return fault == null ? new ToolHeaders(annotations.root(), null) : new ToolHeaders(new Property(), fault);
    }

    /**
     * What is wrong with the annotations. A client of Streamable HTTP has to leave such a tool out; as long as somebody
     * keeps it, nothing of it is mirrored.
     */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** Whether no argument is mirrored. */
    public boolean isEmpty() {
        return root.below.isEmpty();
    }

    /**
     * The headers to send with a call, {@code Mcp-Param-Region=us-west1}; values are encoded. Of an argument that is given
     * twice the last one counts, as nearly all JSON readers have it.
     *
     * @param arguments the call's arguments; null if it has none
     */
    public Map<String, String> of(@Nullable JsonText arguments) {
        Map<String, String> headers = new LinkedHashMap<>();
        walk(arguments, (header, values) -> {
            String text = values.isEmpty()
                    ? null
                    : Argument.of(values.get(values.size() - 1)).text();
            String encoded = text == null ? null : HeaderValue.encode(text);
            if (encoded != null) {
                headers.put(header, encoded);
            }
        });
        return headers;
    }

    /**
     * What is wrong with the headers of a call that a client sent, or null. Beyond the specification's table, a header
     * without a value in the body is refused, and so is an annotated argument that is given twice: both would let those who
     * judge by headers see another call than the server does.
     *
     * @param arguments the call's arguments; null if it has none
     * @param headers the call's {@code Mcp-Param-*} headers by lower-case name, as they were spelled; others are ignored
     */
    public @Nullable String violation(@Nullable JsonText arguments, Map<String, String> headers) {
        String[] first = new String[1];
        walk(arguments, (header, values) -> {
            if (first[0] == null) {
                String wrong = values.size() > 1
                        ? "its argument is given twice"
                        : wrong(values.isEmpty() ? null : values.get(0), headers.get(header.toLowerCase(Locale.ROOT)));
                first[0] = wrong == null ? null : "Header mismatch: " + header + ": " + wrong;
            }
        });
        return first[0];
    }

    private static @Nullable String wrong(@Nullable JsonText value, @Nullable String given) {
        Argument argument = value == null ? Argument.NONE : Argument.of(value);
        if (given == null) {
            return argument.text() == null ? null : "the header is missing";
        }
        if (!HeaderValue.isPlain(given)) {
            return "the header has characters that a header cannot carry";
        }
        String decoded = HeaderValue.decode(given);
        if (decoded == null) {
            return "the header is not valid Base64 of UTF-8";
        }
        return argument.matches(decoded) ? null : "the header does not match the body";
    }

    private void walk(@Nullable JsonText arguments, Visitor visitor) {
        if (!isEmpty()) {
            walk(root, arguments == null ? List.of() : List.of(arguments), visitor);
        }
    }

    private static void walk(Property property, List<JsonText> values, Visitor visitor) {
        if (property.header != null) {
            visitor.visit(property.header, values);
        }
        if (property.below.isEmpty()) {
            return;
        }
        Map<String, List<JsonText>> found = new LinkedHashMap<>();
        for (JsonText value : values) {
            try {
                NamedMembers.of(value, property.below.keySet(), found);
            } catch (MalformedMessageException e) {
                // It is no object: there is nothing at the paths below, and the server judges it by the schema.
            }
        }
        property.below.forEach((name, next) -> walk(next, found.getOrDefault(name, List.of()), visitor));
    }
}
