package io.mcpgateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * JSON as it is spelled, without white space between tokens: order, doubles, spelling of names, numbers and strings are
 * kept. For text that is known to be JSON.
 */
final class RawJson {
    private final String text;
    private int at;

    private RawJson(String text) {
        this.text = text;
    }

    /** A value: an object, an array, or a scalar as it is spelled. */
    record Node(char kind, String scalar, List<String> keys, List<Node> values) {
        Node member(String key) {
            int index = keys.indexOf('"' + key + '"');
            return index < 0 ? null : values.get(index);
        }

        /** Takes members out; keys with their quotes. */
        Node without(Predicate<String> gone) {
            for (int i = keys.size() - 1; i >= 0; i--) {
                if (gone.test(keys.get(i))) {
                    keys.remove(i);
                    values.remove(i);
                }
            }
            return this;
        }

        @Override
        public String toString() {
            StringBuilder out = new StringBuilder();
            write(out);
            return out.toString();
        }

        private void write(StringBuilder out) {
            if (kind == 's') {
                out.append(scalar);
                return;
            }
            out.append(kind);
            for (int i = 0; i < values.size(); i++) {
                out.append(i == 0 ? "" : ",");
                if (kind == '{') {
                    out.append(keys.get(i)).append(':');
                }
                values.get(i).write(out);
            }
            out.append(kind == '{' ? '}' : ']');
        }
    }

    static Node parse(String json) {
        RawJson raw = new RawJson(json);
        Node node = raw.value();
        raw.space();
        if (raw.at != json.length()) {
            throw new AssertionError("more than one value: " + json.substring(raw.at));
        }
        return node;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private Node value() {
        space();
        char first = text.charAt(at);
        if (first != '{' && first != '[') {
            return new Node('s', scalar(), List.of(), List.of());
        }
        at++;
        List<String> keys = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        space();
        if (text.charAt(at) == '}' || text.charAt(at) == ']') {
            at++;
            return new Node(first, "", keys, values);
        }
        while (true) {
            if (first == '{') {
                space();
                keys.add(scalar());
                space();
                at++; // the colon
            }
            values.add(value());
            space();
            if (text.charAt(at++) != ',') {
                return new Node(first, "", keys, values);
            }
        }
    }

    private String scalar() {
        int start = at;
        if (text.charAt(at) == '"') {
            at++;
            while (text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
        } else {
            while (at < text.length() && ",:]} \t\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
        }
        return text.substring(start, at);
    }
}
