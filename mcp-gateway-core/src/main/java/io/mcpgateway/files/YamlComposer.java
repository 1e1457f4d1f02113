package io.mcpgateway.files;

import io.mcpgateway.files.YamlNode.Member;
import io.mcpgateway.files.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Builds the tree of one document from the parser's events. Used once, by one thread. */
final class YamlComposer {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NODES = 1_000_000;
    private static final long MAX_WEIGHT = 4L * YamlReader.MAX_BYTES;
    private static final Set<String> TEXT_TAGS = Set.of("!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:binary");

    private final String source;
    private final Iterator<Event> events;
    private final CharOffsets offsets;
    private final Map<Anchor, YamlNode> anchors = new HashMap<>();
    private int nodes;

    YamlComposer(String source, String text, Iterator<Event> events) {
        this.source = source;
        this.events = events;
        this.offsets = CharOffsets.of(text);
    }

    Optional<YamlNode> compose() {
        Optional<YamlNode> root = Optional.empty();
        while (events.hasNext()) {
            Event event = events.next();
            if (event.getEventId() == Event.ID.DocumentStart) {
                if (root.isPresent()) {
                    throw place(event, event).error("Only one YAML document per file is read; this is the second");
                }
                root = Optional.of(node(events.next(), 0));
            }
        }
        if (root.isPresent() && root.get().weight() > MAX_WEIGHT) {
            throw root.get().place().error("Its aliases make the document larger than " + MAX_WEIGHT + " characters");
        }
        return root;
    }

    private YamlNode node(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw place(event, event).error("Nested more than " + MAX_DEPTH + " levels deep");
        }
        count(1, place(event, event));
        if (event instanceof AliasEvent alias) {
            return alias(alias, depth);
        }
        YamlNode node = collectionOrScalar(event, depth);
        if (event instanceof NodeEvent named) {
            named.getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
        }
        return node;
    }

    private void count(int more, Place place) {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw place.error("More than " + MAX_NODES + " values");
        }
    }

    // An anchor is known only when its node is whole, so that no tree can contain itself.
    private YamlNode alias(AliasEvent event, int depth) {
        YamlNode named = anchors.get(event.getAlias());
        if (named == null) {
            throw place(event, event).error("Unknown or recursive alias '*" + event.getAlias() + "'");
        }
        if (depth + named.height() > MAX_DEPTH + 1) {
            throw place(event, event).error("Nested more than " + MAX_DEPTH + " levels deep by aliases");
        }
        return named;
    }

    private YamlNode collectionOrScalar(Event event, int depth) {
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar);
        }
        if (event instanceof SequenceStartEvent start) {
            return sequence(start, depth);
        }
        return mapping((MappingStartEvent) event, depth);
    }

    private Scalar scalar(ScalarEvent event) {
        Place place = place(event, event);
        String tag = event.getTag().orElse("");
        if (TEXT_TAGS.contains(tag) || (tag.isEmpty() && !event.isPlain())) {
            return new Scalar(place, Scalar.Type.TEXT, event.getValue());
        }
        return PlainScalars.resolve(place, event.getValue());
    }

    private YamlNode sequence(SequenceStartEvent start, int depth) {
        List<YamlNode> items = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            items.add(node(event, depth + 1));
            event = events.next();
        }
        return new YamlNode.Sequence(place(start, event), start.isFlow(), items);
    }

    private YamlNode mapping(MappingStartEvent start, int depth) {
        Map<String, Member> members = new LinkedHashMap<>();
        List<YamlNode> merged = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            boolean merge = event instanceof ScalarEvent key
                    && key.isPlain()
                    && key.getValue().equals("<<");
            YamlNode key = node(event, depth + 1);
            YamlNode value = node(events.next(), depth + 1);
            if (merge) {
                merged.add(value);
            } else {
                add(members, key, value);
            }
            event = events.next();
        }
        for (YamlNode value : merged) {
            merge(members, value);
        }
        return new YamlNode.Mapping(place(start, event), start.isFlow(), members);
    }

    private static void add(Map<String, Member> members, YamlNode key, YamlNode value) {
        if (!(key instanceof Scalar scalar)) {
            throw key.place().error("A key must be text, not " + key.kind());
        }
        Member earlier = members.putIfAbsent(scalar.text(), new Member(scalar, value));
        if (earlier != null) {
            throw key.place()
                    .error("This key is here twice; the first is in line "
                            + earlier.key().place().line());
        }
    }

    // The YAML 1.1 merge key, which catalogs may use: members that are written out win.
    private void merge(Map<String, Member> members, YamlNode value) {
        if (value instanceof YamlNode.Mapping mapping) {
            count(mapping.members().size(), value.place());
            mapping.members().forEach(members::putIfAbsent);
            return;
        }
        if (value instanceof YamlNode.Sequence sequence
                && sequence.items().stream().allMatch(YamlNode.Mapping.class::isInstance)) {
            sequence.items().forEach(item -> merge(members, item));
            return;
        }
        throw value.place().error("'<<' merges maps, and this is " + value.kind());
    }

    private Place place(Event first, Event last) {
        Mark start = first.getStartMark().orElseThrow();
        Mark end = last.getEndMark().orElseThrow();
        return new Place(
                source,
                start.getLine() + 1,
                start.getColumn() + 1,
                offsets.charOffset(start.getIndex()),
                offsets.charOffset(end.getIndex()));
    }
}
