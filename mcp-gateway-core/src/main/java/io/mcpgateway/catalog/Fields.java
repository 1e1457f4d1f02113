package io.mcpgateway.catalog;

import io.mcpgateway.files.Place;
import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlNode.Mapping;
import io.mcpgateway.files.YamlNode.Scalar;
import io.mcpgateway.files.YamlNode.Sequence;
import io.mcpgateway.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a map apart by field; what has another form than it should is told to a list of problems. */
public final class Fields {
    private final Mapping mapping;
    private final List<Problem> problems;

    /** The fields of a map. */
    public Fields(Mapping mapping, List<Problem> problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    /** Where the map is. */
    public Place place() {
        return mapping.place();
    }

    /** The text of a scalar of any type: people write ports and flags without quotes. */
    public Optional<String> text(String key) {
        return mapping.get(key).flatMap(value -> scalar(key, value));
    }

    /** Like {@link #text}; its absence is a problem. */
    public Optional<String> requiredText(String key) {
        Optional<String> text = text(key).filter(value -> !value.isBlank());
        if (text.isEmpty()) {
            problems.add(mapping.place().problem("'" + key + "' is missing"));
        }
        return text;
    }

    /** True or false. */
    public boolean flag(String key, boolean absent) {
        Optional<YamlNode> value = mapping.get(key);
        if (value.isEmpty()) {
            return absent;
        }
        if (value.get() instanceof Scalar scalar) {
            String text = scalar.text();
            if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
                return text.equalsIgnoreCase("true");
            }
        }
        wrong(key, value.get(), "true or false");
        return absent;
    }

    /** The items of a list; none if there is no list. */
    public List<YamlNode> items(String key) {
        Optional<YamlNode> value = mapping.get(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof Sequence sequence) {
            return sequence.items();
        }
        wrong(key, value.get(), "a list");
        return List.of();
    }

    /** The items of a list of texts. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : items(key)) {
            scalar(key, item).ifPresent(texts::add);
        }
        return texts;
    }

    /** The fields of a map inside. */
    public Optional<Fields> fields(String key) {
        return mapping.get(key).flatMap(value -> of(key, value));
    }

    /** The maps of a list. */
    public List<Fields> fieldsList(String key) {
        List<Fields> list = new ArrayList<>();
        for (YamlNode item : items(key)) {
            of(key, item).ifPresent(list::add);
        }
        return list;
    }

    /** The map. */
    public Mapping mapping() {
        return mapping;
    }

    /** Something is wrong with a field. */
    public void problem(String key, String message) {
        problems.add(
                mapping.get(key).map(YamlNode::place).orElse(mapping.place()).problem(message));
    }

    private Optional<Fields> of(String key, YamlNode value) {
        if (value instanceof Mapping map) {
            return Optional.of(new Fields(map, problems));
        }
        wrong(key, value, "a map");
        return Optional.empty();
    }

    private Optional<String> scalar(String key, YamlNode value) {
        if (value instanceof Scalar scalar) {
            return Optional.of(scalar.text());
        }
        wrong(key, value, "text");
        return Optional.empty();
    }

    private void wrong(String key, YamlNode value, String expected) {
        problems.add(value.place().problem("'" + key + "' must be " + expected + ", not " + value.kind()));
    }
}
