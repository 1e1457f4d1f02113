package io.mcpgateway.headers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mcpgateway.headers.ToolHeaders.Property;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the annotations {@code x-mcp-header} of one tool in one pass over its schema, and whether they may be where they
 * are. Used once, by one thread.
 */
final class Annotations {
    private static final String KEY = "x-mcp-header";
    private static final byte[] KEY_BYTES = KEY.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ESCAPE = "\\u".getBytes(StandardCharsets.US_ASCII);
    private static final String PREFIX = "Mcp-Param-";
    private static final int LONGEST_SHOWN = 64;

    private static final JsonFactory JSON = new JsonFactory();
    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");

    /** Keywords whose value is a schema, or an array of schemas, of which no annotation may be part. */
    private static final Set<String> APPLICATORS = Set.of(
            "items",
            "prefixItems",
            "additionalItems",
            "unevaluatedItems",
            "contains",
            "additionalProperties",
            "unevaluatedProperties",
            "propertyNames",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "contentSchema");
    /** Keywords whose value has schemas by name, of which no annotation may be part. */
    private static final Set<String> NAMED_APPLICATORS =
            Set.of("patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions");

    private final Property root = new Property();
    private final Set<String> used = new HashSet<>();
    private @Nullable String fault;

    /** Whether there can be an annotation: its name is there, or characters are escaped. */
    static boolean possible(JsonText definition) {
        return contains(definition, KEY_BYTES) || contains(definition, ESCAPE);
    }

    private static boolean contains(JsonText text, byte[] wanted) {
        byte[] array = text.array();
        int last = text.offset() + text.length() - wanted.length;
        for (int i = text.offset(); i <= last; i++) {
            int matched = 0;
            while (matched < wanted.length && array[i + matched] == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return true;
            }
        }
        return false;
    }

    /** What was found, when {@link #read} is through. */
    Property root() {
        return root;
    }

    /** Reads a tool's definition; returns what is wrong with its annotations, or null. */
    @Nullable
    String read(JsonText definition) {
        try (JsonParser parser = JSON.createParser(definition.array(), definition.offset(), definition.length())) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean schema = parser.currentName().equals("inputSchema");
                    if (parser.nextToken() == JsonToken.START_OBJECT && schema) {
                        schema(parser, root, "the schema");
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (IOException e) {
            return "the definition cannot be read";
        }
        return fault;
    }

    /** Reads the schema that starts at the current token. {@code at} is null where no annotation may be. */
    private void schema(JsonParser parser, @Nullable Property at, String where) throws IOException {
        String type = null;
        boolean annotated = false;
        String header = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String keyword = parser.currentName();
            JsonToken value = parser.nextToken();
            if (keyword.equals(KEY)) {
                if (annotated) {
                    fault(where, "has two annotations");
                }
                annotated = true;
                header = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                parser.skipChildren();
            } else if (keyword.equals("type")) {
                type = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                parser.skipChildren();
            } else if (keyword.equals("properties") || NAMED_APPLICATORS.contains(keyword)) {
                named(parser, keyword.equals("properties") ? at : null);
            } else if (APPLICATORS.contains(keyword)) {
                nested(parser);
            } else {
                parser.skipChildren(); // plain values, and data such as defaults and examples
            }
        }
        if (annotated) {
            annotate(at, where, header, type);
        }
    }

    /** Reads an object whose values are schemas. */
    private void named(JsonParser parser, @Nullable Property parent) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            String where = "'" + shown(name) + "'";
            if (parent == null) {
                schema(parser, null, where);
                continue;
            }
            Property property = parent.below.getOrDefault(name, new Property());
            schema(parser, property, where);
            if (property.header != null || !property.below.isEmpty()) {
                parent.below.put(name, property);
            }
        }
    }

    /** Reads a schema, or an array of schemas, that applies in a way that no annotation may depend on. */
    private void nested(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            schema(parser, null, "a part of the schema");
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                nested(parser);
            }
        }
    }

    private void annotate(@Nullable Property at, String where, @Nullable String header, @Nullable String type) {
        if (at == null || at == root) {
            fault(where, "is not reached from the root by 'properties' alone");
        } else if (header == null || header.isEmpty()) {
            fault(where, "names no header");
        } else if (!TOKEN.matcher(header).matches()) {
            fault(where, "names a header that is no token of RFC 9110: '" + shown(header) + "'");
        } else if (type == null || !TYPES.contains(type)) {
            fault(where, "has a type other than string, integer or boolean");
        } else if (!used.add(header.toLowerCase(Locale.ROOT))) {
            fault(where, "names a header that another property has: '" + shown(header) + "'");
        } else {
            at.header = PREFIX + header;
        }
    }

    private void fault(String where, String what) {
        if (fault == null) {
            fault = KEY + ": " + where + " " + what;
        }
    }

    private static String shown(String foreign) {
        String cut = foreign.length() > LONGEST_SHOWN ? foreign.substring(0, LONGEST_SHOWN) : foreign;
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
