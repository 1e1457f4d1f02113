package io.mcpgateway.cli;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.cli.completion.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * One word of the command line: a group of words, or a command. Knows enough to be listed in a help text; the annotated
 * class behind a command is made, and reflected on, only if the command is the one that was named. Not thread-safe.
 */
final class Node {
    private final String name;
    private final String summary;
    private final @Nullable Supplier<Callable<Integer>> command;
    private final List<Node> children;
    private List<String> aliases = List.of();
    private List<String> examples = List.of();
    private boolean hidden;
    private Consumer<CommandSpec> options = spec -> {};
    private BiFunction<Names, List<String>, Map<String, String>> completions = (names, before) -> Map.of();
    private final Map<String, BiFunction<Names, List<String>, Map<String, String>>> optionCompletions =
            new LinkedHashMap<>();

    private Node(String name, String summary, @Nullable Supplier<Callable<Integer>> command, List<Node> children) {
        this.name = requireNonNull(name, "name");
        this.summary = requireNonNull(summary, "summary");
        this.command = command;
        this.children = List.copyOf(children);
    }

    static Node command(String name, String summary, Supplier<Callable<Integer>> command) {
        return new Node(name, summary, command, List.of());
    }

    static Node group(String name, String summary, Node... children) {
        return new Node(name, summary, null, List.of(children));
    }

    Node alias(String... words) {
        this.aliases = List.of(words);
        return this;
    }

    /** Lines that end its help text. */
    Node examples(String... lines) {
        this.examples = List.of(lines);
        return this;
    }

    List<String> examples() {
        return examples;
    }

    /** Help texts leave it out. */
    Node hidden() {
        this.hidden = true;
        return this;
    }

    /** Says what its arguments may be, with a description of each. */
    Node completes(Function<Names, Map<String, String>> value) {
        return completes((names, before) -> value.apply(names));
    }

    /** Like {@link #completes(Function)}, from the arguments that come before. */
    Node completes(BiFunction<Names, List<String>, Map<String, String>> value) {
        this.completions = value;
        return this;
    }

    /** Says what an option's value may be, from the arguments that come before. */
    Node completesOption(String option, BiFunction<Names, List<String>, Map<String, String>> value) {
        optionCompletions.put(option, value);
        return this;
    }

    Map<String, String> completions(Names names, List<String> before) {
        return completions.apply(names, before);
    }

    /** What an option's value may be; empty if this command does not say. */
    Optional<Map<String, String>> completions(String option, Names names, List<String> before) {
        return Optional.ofNullable(optionCompletions.get(option)).map(value -> value.apply(names, before));
    }

    /** The children that help texts show, with what they do. */
    Map<String, String> visible() {
        Map<String, String> words = new LinkedHashMap<>();
        children.stream().filter(child -> !child.hidden).forEach(child -> words.put(child.name, child.summary));
        return words;
    }

    /** Adds options that a group shares with everything below it. */
    Node options(Consumer<CommandSpec> value) {
        this.options = value;
        return this;
    }

    String name() {
        return name;
    }

    /** The child with this name or alias. */
    Optional<Node> child(String word) {
        return children.stream()
                .filter(child -> child.name.equals(word) || child.aliases.contains(word))
                .findFirst();
    }

    List<Node> children() {
        return children;
    }

    /** The names of the children that help texts show. */
    List<String> visibleWords() {
        return children.stream().filter(child -> !child.hidden).map(Node::name).toList();
    }

    /** Enough for a list of commands, without a look at the class behind it. */
    CommandSpec stub() {
        return describe(CommandSpec.create());
    }

    /** Everything: the options of a command, or those that a group shares. */
    CommandSpec whole() {
        CommandSpec spec = command == null ? CommandSpec.create() : CommandSpec.forAnnotatedObject(command.get());
        options.accept(spec);
        return describe(spec);
    }

    private CommandSpec describe(CommandSpec spec) {
        spec.name(name).aliases(aliases.toArray(String[]::new));
        spec.usageMessage().description(summary).hidden(hidden);
        if (!examples.isEmpty()) {
            spec.usageMessage()
                    .footerHeading("%nExamples:%n")
                    .footer(examples.stream()
                            .map(line -> "  " + line.replace("%", "%%"))
                            .toArray(String[]::new));
        }
        return spec;
    }
}
