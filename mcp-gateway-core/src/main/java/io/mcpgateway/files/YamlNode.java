package io.mcpgateway.files;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.JsonText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One value of a YAML document, with its place. Immutable. An alias is the very node that it names, so a document can be
 * far larger when written out; {@link YamlReader} bounds that size.
 */
public abstract sealed class YamlNode {
    private final Place place;
    private final long weight;
    private final int height;

    private YamlNode(Place place, long weight, int height) {
        this.place = requireNonNull(place, "place");
        this.weight = weight;
        this.height = height;
    }

    /** Where it is; the end of a block collection may lie after comments that follow it. */
    public Place place() {
        return place;
    }

    /** About how many characters it takes when every alias is written out. */
    final long weight() {
        return weight;
    }

    /** How many levels it has: a scalar has one. */
    final int height() {
        return height;
    }

    /** The end of the last thing that is written for it, without comments that follow. */
    public abstract int contentEnd();

    /** What it is, for messages: {@code text}, {@code a list}. */
    public abstract String kind();

    /** Whether it is null or nothing at all. */
    public boolean isNull() {
        return false;
    }

    /** The same value as JSON: order, unknown members and the spelling of numbers are kept. */
    public JsonText toJson() {
        return YamlToJson.convert(this);
    }

    @Override
    public String toString() {
        return kind() + " at " + place.where();
    }

    /** A scalar. */
    public static final class Scalar extends YamlNode {
        private final Type type;
        private final String text;

        Scalar(Place place, Type type, String text) {
            super(place, text.length() + 4L, 1);
            this.type = type;
            this.text = text;
        }

        /** What it is. */
        public Type type() {
            return type;
        }

        /** As written, without quotes; a number keeps its spelling. */
        public String text() {
            return text;
        }

        @Override
        public int contentEnd() {
            return place().end();
        }

        @Override
        public String kind() {
            return type.description;
        }

        @Override
        public boolean isNull() {
            return type == Type.NULL;
        }

        /** The types of scalars. */
        public enum Type {
            /** Text. */
            TEXT("text"),
            /** A number that JSON can hold. */
            NUMBER("a number"),
            /** True or false. */
            BOOLEAN("true or false"),
            /** Null, or nothing written. */
            NULL("null");

            private final String description;

            Type(String description) {
                this.description = description;
            }
        }
    }

    /** A list. */
    public static final class Sequence extends YamlNode {
        private final boolean flow;
        private final List<YamlNode> items;

        Sequence(Place place, boolean flow, List<YamlNode> items) {
            super(place, saturatedSum(items), heightOver(items));
            this.flow = flow;
            this.items = List.copyOf(items);
        }

        /** Its items. */
        public List<YamlNode> items() {
            return items;
        }

        @Override
        public int contentEnd() {
            if (flow || items.isEmpty()) {
                return place().end();
            }
            return Math.max(place().start() + 1, items.get(items.size() - 1).contentEnd());
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A map with text keys, each of which occurs once. */
    public static final class Mapping extends YamlNode {
        private final boolean flow;
        private final Map<String, Member> members;

        Mapping(Place place, boolean flow, Map<String, Member> members) {
            this(
                    place,
                    flow,
                    members,
                    members.values().stream().map(Member::value).toList());
        }

        private Mapping(Place place, boolean flow, Map<String, Member> members, List<YamlNode> values) {
            super(place, saturatedSum(values) + keyWeight(members), heightOver(values));
            this.flow = flow;
            this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** Its members in order. */
        public Map<String, Member> members() {
            return members;
        }

        /** The value of a member; empty if there is none or it is null. */
        public Optional<YamlNode> get(String key) {
            return Optional.ofNullable(members.get(key)).map(Member::value).filter(value -> !value.isNull());
        }

        /** Whether it is written between braces. */
        public boolean isFlow() {
            return flow;
        }

        @Override
        public int contentEnd() {
            if (flow || members.isEmpty()) {
                return place().end();
            }
            int end = place().start();
            for (Member member : members.values()) {
                end = Math.max(end, member.contentEnd());
            }
            return end;
        }

        @Override
        public String kind() {
            return "a map";
        }
    }

    /**
     * One member of a map.
     *
     * @param key its key
     * @param value its value
     */
    public record Member(Scalar key, YamlNode value) {
        /** See {@link YamlNode#contentEnd()}. */
        public int contentEnd() {
            return Math.max(key.contentEnd(), value.contentEnd());
        }
    }

    private static int heightOver(List<YamlNode> nodes) {
        int highest = 0;
        for (YamlNode node : nodes) {
            highest = Math.max(highest, node.height);
        }
        return highest + 1;
    }

    private static long keyWeight(Map<String, Member> members) {
        long sum = 0;
        for (String key : members.keySet()) {
            sum += key.length() + 4L;
        }
        return sum;
    }

    private static long saturatedSum(List<YamlNode> nodes) {
        long sum = 2;
        for (YamlNode node : nodes) {
            sum = Math.min(Long.MAX_VALUE / 4, sum + node.weight + 1);
        }
        return sum;
    }
}
