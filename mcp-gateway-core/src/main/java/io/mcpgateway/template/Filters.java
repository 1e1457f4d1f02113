package io.mcpgateway.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Evaluates the inside of a group: a path, then filters. */
final class Filters {
    private Filters() {}

    static Value evaluate(String body, Value scope) {
        String[] parts = body.split("\\|", -1);
        Value value = walk(parts[0], scope);
        for (int i = 1; i < parts.length; i++) {
            value = apply(parts[i].strip(), value);
        }
        return value;
    }

    private static Value walk(String path, Value scope) {
        Value value = scope;
        for (String segment : path.strip().split("\\.", -1)) {
            if (!(value instanceof Value.Fields fields)) {
                return Value.ABSENT;
            }
            value = fields.members().getOrDefault(segment.strip(), Value.ABSENT);
        }
        return value;
    }

    private static Value apply(String filter, Value value) {
        if (filter.startsWith("or:")) {
            return or(filter.substring("or:".length()).strip(), value);
        }
        if (filter.startsWith("prefix:")) {
            String prefix = filter.substring("prefix:".length());
            return each(value, text -> text.isEmpty() ? "" : prefix + text);
        }
        if (filter.startsWith("mount_as:")) {
            return mountAs(filter.substring("mount_as:".length()).strip(), value);
        }
        return switch (filter) {
            case "volume" -> each(value, Filters::volume);
            case "volume-target" -> each(value, Filters::target);
            case "into" -> value instanceof Value.Items ? value : new Value.Items(List.of(value));
            case "first" -> pick(value, true);
            case "last" -> pick(value, false);
            default -> value;
        };
    }

    private static Value or(String fallback, Value value) {
        if (!value.isEmpty()) {
            return value instanceof Value.Items ? value : new Value.Text(value.text());
        }
        if (!fallback.startsWith("[") || !fallback.endsWith("]") || fallback.length() < 2) {
            return new Value.Text(fallback);
        }
        String inside = fallback.substring(1, fallback.length() - 1);
        return new Value.Items(
                inside.isBlank()
                        ? List.of()
                        : Arrays.stream(inside.split(",", -1))
                                .map(item -> (Value) new Value.Text(item.strip()))
                                .toList());
    }

    private static Value mountAs(String target, Value value) {
        String source = pick(value, true).text();
        return source.isEmpty() ? Value.ABSENT : new Value.Text(source + ":" + target);
    }

    private static Value pick(Value value, boolean first) {
        if (!(value instanceof Value.Items items)) {
            return new Value.Text(value.text());
        }
        List<Value> values = items.values();
        return values.isEmpty()
                ? Value.ABSENT
                : new Value.Text(values.get(first ? 0 : values.size() - 1).text());
    }

    private static Value each(Value value, UnaryOperator<String> change) {
        if (!(value instanceof Value.Items items)) {
            return new Value.Text(change.apply(value.text()));
        }
        List<Value> changed = new ArrayList<>();
        items.values().forEach(item -> changed.add(new Value.Text(change.apply(item.text()))));
        return new Value.Items(changed);
    }

    private static String volume(String path) {
        return path.isEmpty() ? "" : path + ":" + target(path);
    }

    // A path as it is called inside a container: C:\a is /C/a, \\host\share is //host/share.
    private static String target(String path) {
        boolean drive = path.length() >= 3
                && Character.isLetter(path.charAt(0))
                && path.charAt(1) == ':'
                && (path.charAt(2) == '\\' || path.charAt(2) == '/');
        if (drive) {
            return "/" + path.charAt(0) + path.substring(2).replace('\\', '/');
        }
        return path.startsWith("\\\\") ? path.replace('\\', '/') : path;
    }
}
