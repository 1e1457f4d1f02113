package io.mcpgateway.cli.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One value that an expression came to.
 *
 * @param node the value
 * @param path where it is: names and indices from where the expression began; empty if it was made, and is nowhere
 */
record Match(JsonNode node, Optional<List<Object>> path) {
    static Match root(JsonNode node) {
        return new Match(node, Optional.of(List.of()));
    }

    static Match made(JsonNode node) {
        return new Match(node, Optional.empty());
    }

    Match inside(Object step, JsonNode value) {
        return new Match(value, path.map(before -> {
            List<Object> longer = new ArrayList<>(before);
            longer.add(step);
            return List.copyOf(longer);
        }));
    }
}
