package io.mcpgateway.cli.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One text file of {@code src/test/resources/…/endtoend/commands}; its {@code README.md} explains the format.
 *
 * @param file where it was read from
 * @param head the lines before the first step as they are: comments, settings, files that are there beforehand
 * @param steps what is typed, in order
 * @param tail comments after the last step
 */
public record Scenario(Path file, List<String> head, List<Step> steps, List<String> tail) {
    /** Where the scenarios are, seen from the module. */
    public static final Path DIRECTORY = Path.of("src/test/resources/io/mcpgateway/cli/endtoend/commands");

    /**
     * A command and what is expected of it.
     *
     * @param comments the comments before it
     * @param command a line for {@code sh}
     * @param input what it reads, a line each
     * @param expected what it does: lines as {@link Outcome#lines} makes them
     */
    public record Step(List<String> comments, String command, List<String> input, List<String> expected) {
        /** The exit status that is expected. */
        public int status() {
            return expected.stream()
                    .filter(line -> line.startsWith("? "))
                    .mapToInt(line -> Integer.parseInt(line.substring(2)))
                    .findFirst()
                    .orElse(0);
        }
    }

    /** All scenarios, by name of their files. */
    public static List<Scenario> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(Scenario::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scenario read(Path file) {
        List<String> head = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("$ ")) {
                    steps.add(new Step(List.copyOf(comments), line.substring(2), new ArrayList<>(), new ArrayList<>()));
                    comments.clear();
                } else if (steps.isEmpty()) {
                    head.add(line);
                } else if (line.startsWith("#") || line.isEmpty()) {
                    comments.add(line);
                } else if (line.startsWith("<")) {
                    last(steps).input().add(line.equals("<") ? "" : line.substring(2));
                } else if (line.matches("[|!:](?: .*)?|[?+~\\\\-] .*")) {
                    last(steps).expected().add(line);
                } else {
                    throw new IllegalArgumentException(file + ": not understood: " + line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Scenario(file, List.copyOf(head), List.copyOf(steps), List.copyOf(comments));
    }

    private static Step last(List<Step> steps) {
        return steps.get(steps.size() - 1);
    }

    /** The name of its file without its ending. */
    public String name() {
        return file.getFileName().toString().replaceAll("\\.txt$", "");
    }

    /** The values of a setting, {@code NAME: VALUE} at the top. */
    List<String> settings(String name) {
        return head.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2).strip())
                .toList();
    }

    /** The file again, with other expectations. */
    String text(List<List<String>> expected) {
        List<String> lines = new ArrayList<>(head);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            lines.addAll(step.comments());
            lines.add("$ " + step.command());
            step.input().forEach(line -> lines.add(line.isEmpty() ? "<" : "< " + line));
            lines.addAll(expected.get(i));
        }
        lines.addAll(tail);
        return String.join("\n", lines) + "\n";
    }
}
