package io.mcpgateway.cli.console;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code --format} and {@code --json} of the commands that list or show something. A mixin. */
public final class FormatOptions {
    private final Console console;

    @Option(
            names = "--format",
            paramLabel = Format.WORDS,
            converter = Format.Converter.class,
            description = "How to show it (${DEFAULT-VALUE})")
    private Format format;

    @Option(names = "--json", description = "The same as --format json")
    private boolean json;

    /** The options of a run; for people unless they say otherwise. */
    public FormatOptions(Session session) {
        this(session, Format.LIST);
    }

    /** The options of a run, and what they are if nothing else is said. */
    public FormatOptions(Session session, Format otherwise) {
        this.console = session.console();
        this.format = requireNonNull(otherwise, "otherwise");
    }

    /** Writes to standard output: the document, or what a person is shown. */
    public void show(Supplier<? extends JsonNode> document, Runnable list) {
        show(document, document, list);
    }

    /** Like {@link #show(Supplier, Runnable)}, for documents whose form in YAML is another one than that in JSON. */
    public void show(Supplier<? extends JsonNode> inJson, Supplier<? extends JsonNode> inYaml, Runnable list) {
        format().show(console, format() == Format.JSON ? inJson : inYaml, list);
    }

    /** What was chosen. */
    public Format format() {
        return json ? Format.JSON : format;
    }
}
