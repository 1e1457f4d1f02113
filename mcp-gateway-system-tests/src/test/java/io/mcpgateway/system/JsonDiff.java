package io.mcpgateway.system;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says where two JSON values differ. Numbers differ if they are spelled differently, objects also by their order. */
final class JsonDiff {
    private static final int SHOWN = 160;

    private final List<String> differences = new ArrayList<>();

    private JsonDiff() {}

    /** Every difference between two trees, as lines of the form {@code pointer: expected … but was …}. */
    static List<String> between(JsonNode expected, JsonNode actual) {
        JsonDiff diff = new JsonDiff();
        diff.compare("", expected, actual);
        return diff.differences;
    }

    /**
     * The value of a member of an object text, as the sequence of its tokens: order, number spelling and duplicate keys
     * are kept, spaces and string escapes are not. Empty if the object has no such member.
     */
    static List<String> tokensOf(String object, String member) {
        List<String> tokens = new ArrayList<>();
        try (JsonParser parser = Transcript.MAPPER.createParser(object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return tokens;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(member);
                parser.nextToken();
                if (wanted) {
                    collect(parser, tokens);
                } else {
                    parser.skipChildren();
                }
            }
            return tokens;
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + shorten(object), e);
        }
    }

    private static void collect(JsonParser parser, List<String> tokens) throws IOException {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            tokens.add(token.id() + ":" + parser.getText());
        } while (depth > 0 && parser.nextToken() != null);
    }

    private void compare(String pointer, JsonNode expected, JsonNode actual) {
        if (expected.isMissingNode() || actual.isMissingNode() || expected.getNodeType() != actual.getNodeType()) {
            if (!(expected.isMissingNode() && actual.isMissingNode())) {
                report(pointer, expected, actual);
            }
            return;
        }
        if (expected.isObject()) {
            compareObjects(pointer, expected, actual);
        } else if (expected.isArray()) {
            compareArrays(pointer, expected, actual);
        } else if (!expected.toString().equals(actual.toString())) {
            report(pointer, expected, actual);
        }
    }

    private void compareObjects(String pointer, JsonNode expected, JsonNode actual) {
        Set<String> names = new LinkedHashSet<>();
        expected.fieldNames().forEachRemaining(names::add);
        Set<String> others = new LinkedHashSet<>();
        actual.fieldNames().forEachRemaining(others::add);
        if (names.equals(others) && !List.copyOf(names).equals(List.copyOf(others))) {
            differences.add(pointer + ": expected the order " + names + " but was " + others);
        }
        names.addAll(others);
        for (String name : names) {
            compare(pointer + "/" + name, expected.path(name), actual.path(name));
        }
    }

    private void compareArrays(String pointer, JsonNode expected, JsonNode actual) {
        if (expected.size() != actual.size()) {
            differences.add(pointer + ": expected " + expected.size() + " elements but were " + actual.size());
        }
        Iterator<JsonNode> left = expected.elements();
        Iterator<JsonNode> right = actual.elements();
        for (int i = 0; left.hasNext() && right.hasNext(); i++) {
            compare(pointer + "/" + i, left.next(), right.next());
        }
    }

    private void report(String pointer, JsonNode expected, JsonNode actual) {
        differences.add(pointer + ": expected " + shown(expected) + " but was " + shown(actual));
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "nothing" : shorten(node.toString());
    }

    private static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
