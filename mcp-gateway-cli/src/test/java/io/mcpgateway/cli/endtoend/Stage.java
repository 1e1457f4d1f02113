package io.mcpgateway.cli.endtoend;

import io.mcpgateway.cli.endtoend.Scenario.Step;
import io.mcpgateway.cli.endtoend.Typed.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where one scenario is played: a home of its own, as the scenario wants it. */
final class Stage {
    private final Path root;
    private final Path home;
    private final Props props;
    private final Map<String, String> environment = new TreeMap<>();

    /** Makes the home as the scenario wants it to be. */
    Stage(Path root, Scenario scenario, Props props) throws IOException {
        this.root = root;
        this.props = props;
        List<String> like = scenario.settings("home");
        this.home = like.isEmpty() ? Files.createDirectories(root.resolve("home")) : Typed.home(root, like.get(0));
        writeFiles(scenario.head());
        for (String setting : scenario.settings("env")) {
            String[] pair = setting.split("=", 2);
            environment.put(pair[0], resolved(pair[1]));
        }
    }

    /** Files that the scenario brings along: {@code @ PATH}, and its lines behind colons. */
    private void writeFiles(List<String> head) throws IOException {
        Path file = null;
        StringBuilder text = new StringBuilder();
        for (String line : head) {
            if (line.startsWith("@ ")) {
                write(file, text);
                file = home.resolve(line.substring(2));
                text.setLength(0);
            } else if (line.startsWith(":")) {
                text.append(line.equals(":") ? "" : line.substring(2)).append('\n');
            }
        }
        write(file, text);
    }

    private void write(Path file, StringBuilder text) throws IOException {
        if (file != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, resolved(text.toString()));
        }
    }

    /** Plays the steps; returns what each of them did. */
    List<List<String>> play(List<Step> steps) throws IOException, InterruptedException {
        List<List<String>> outcomes = new ArrayList<>();
        Snapshot before = Snapshot.of(home);
        for (Step step : steps) {
            Shown shown = run(step);
            Snapshot after = Snapshot.of(home);
            outcomes.add(Outcome.lines(
                    readable(shown.out()),
                    readable(shown.err()),
                    shown.status(),
                    after.changesSince(before, this::readable)));
            before = after;
        }
        return outcomes;
    }

    private Shown run(Step step) throws IOException, InterruptedException {
        StringBuilder input = new StringBuilder();
        step.input().forEach(line -> input.append(resolved(line)).append('\n'));
        Path in = Files.writeString(root.resolve("in"), input);
        return Typed.run(props, root, home, resolved(step.command()), environment, in);
    }

    private String resolved(String text) {
        return props.resolved(text.replace("{HOME}", home.toString()));
    }

    private String readable(String text) {
        return Outcome.readable(props.readable(text.replace(home.toString(), "{HOME}")));
    }
}
