package io.mcpgateway.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a command shows what was asked for. */
public enum Format {
    /** For people. */
    LIST,
    /** For programs: JSON on standard output, with a line break at the end. */
    JSON,
    /** The same as YAML. */
    YAML;

    /** The words for them, for help texts. */
    public static final String WORDS = "list|json|yaml";

    /** Some commands of the Go program have another word for a list. */
    private static final String HUMAN = "human";

    /** Writes to standard output: the document, or what a person is shown. */
    public void show(Console console, Supplier<? extends JsonNode> document, Runnable list) {
        switch (this) {
            case LIST -> list.run();
            case JSON -> console.out().println(Json.indented(document.get()));
            case YAML -> console.out().print(Yaml.document(document.get()));
        }
    }

    /** The word for it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For picocli: reads the word for a format. */
    public static final class Converter implements ITypeConverter<Format> {
        /** Needed by picocli. */
        public Converter() {}

        @Override
        public Format convert(String word) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (lower.equals(HUMAN)) {
                return LIST;
            }
            for (Format format : values()) {
                if (format.toString().equals(lower)) {
                    return format;
                }
            }
            List<String> words = Arrays.stream(values()).map(Format::toString).toList();
            throw new TypeConversionException("unknown format '" + Table.plain(word) + "' (there are "
                    + String.join(", ", words) + ")" + Suggestions.didYouMean(lower, words));
        }
    }
}
