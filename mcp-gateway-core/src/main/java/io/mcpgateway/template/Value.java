package io.mcpgateway.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A value of the configuration, as far as templates tell values apart. */
public sealed interface Value {
    /** Nothing: not there, or null. */
    Value ABSENT = new Text("");

    /** How it reads inside a longer text: a list with commas, a map as JSON, nothing as nothing. */
    String text();

    /** Whether it is nothing, empty text or an empty list. */
    boolean isEmpty();

    /**
     * A scalar.
     *
     * @param text as written; numbers keep their spelling
     */
    record Text(String text) implements Value {
        @Override
        public boolean isEmpty() {
            return text.isEmpty();
        }
    }

    /**
     * A list.
     *
     * @param values its values
     */
    record Items(List<Value> values) implements Value {
        /** Copies the list. */
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String text() {
            return values.stream().map(Value::text).collect(Collectors.joining(","));
        }

        @Override
        public boolean isEmpty() {
            return values.isEmpty();
        }
    }

    /**
     * A map.
     *
     * @param members its members
     * @param text the map as JSON
     */
    record Fields(Map<String, Value> members, String text) implements Value {
        /** Copies the map, keeping its order. */
        public Fields {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public boolean isEmpty() {
            return false;
        }

        /** A map around another value, for names that templates start with. */
        public static Fields of(String name, Value value) {
            return new Fields(Map.of(name, value), "");
        }
    }
}
