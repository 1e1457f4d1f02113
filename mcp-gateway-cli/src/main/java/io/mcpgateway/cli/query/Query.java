package io.mcpgateway.cli.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Format;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Yaml;
import io.mcpgateway.model.ConfigException;
import java.util.List;

/**
 * An expression over documents: paths ({@code .a.b}, {@code .["a b"]}, {@code .[0]}, {@code .[]}), {@code |}, {@code ,},
 * comparisons, {@code and}, {@code or}, literals, {@code [ … ]}, and the functions {@code select}, {@code map}, {@code del},
 * {@code has}, {@code to_entries}, {@code keys}, {@code length}, {@code not}. What it does to a document is what yq and jq do.
 * Immutable.
 */
public final class Query {
    private final Step step;

    private Query(Step step) {
        this.step = step;
    }

    /**
     * Reads an expression.
     *
     * @throws ConfigException if it is none, or beyond what is known here
     */
    public static Query parse(String text) {
        return new Query(new QueryParser(text).parse());
    }

    /**
     * What the expression comes to.
     *
     * @throws ConfigException if it asks something of a value that it does not have, such as a member of a text
     */
    public List<JsonNode> evaluate(JsonNode document) {
        return step.apply(Match.root(document)).map(Match::node).toList();
    }

    /** Shows what the expression comes to, each value for itself; texts as they are, unless it is to be JSON. */
    public void show(Console console, JsonNode document, Format format) {
        for (JsonNode value : evaluate(document)) {
            if (format == Format.JSON) {
                console.out().println(Json.indented(value));
            } else if (value.isTextual()) {
                console.out().println(value.asText());
            } else {
                console.out().print(Yaml.document(value));
            }
        }
    }
}
