package io.mcpgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import io.mcpgateway.cli.endtoend.Scenario;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No command is without a scenario: one that succeeds, one that fails, and one for each of its other names. */
class EveryCommandHasScenariosTest {
    /** Made for the launcher alone; LauncherIT calls it. */
    private static final Set<String> NOT_FOR_PEOPLE = Set.of("__train");

    /** They say that signing in comes later. */
    private static final Set<String> NEVER_SUCCEED = Set.of("oauth authorize", "oauth revoke");

    /** Scenarios have no container engine; DockerEgressIT and DockerPruneIT have. */
    private static final Set<String> NEED_AN_ENGINE = Set.of("egress build", "prune");

    private static final Set<String> SUCCEEDED = new TreeSet<>();
    private static final Set<String> FAILED = new TreeSet<>();
    private static final Set<String> TYPED = new TreeSet<>();

    private static Node root;

    @BeforeAll
    static void readScenarios() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        root = new CommandTree(new Session(new Console(
                        InputStream.nullInputStream(),
                        OutputStream.nullOutputStream(),
                        nowhere,
                        Map.of(),
                        Terminal.NONE)))
                .root();
        for (Scenario scenario : Scenario.all()) {
            for (Scenario.Step step : scenario.steps()) {
                if (!step.command().contains("--help")) {
                    count(step);
                }
            }
        }
    }

    /** The last call of the program in a step is the one whose status shows. */
    private static void count(Scenario.Step step) {
        List<String> words = List.of(step.command().split("\\s+"));
        int at = Math.max(words.lastIndexOf("mcp-gateway"), words.lastIndexOf("mcp"));
        Node node = root;
        List<String> canonical = new ArrayList<>();
        for (String word : words.subList(at + 1, words.size())) {
            Node child = node.child(word).orElse(null);
            if (child != null) {
                TYPED.add((String.join(" ", canonical) + " " + word).strip());
                canonical.add(child.name());
                node = child;
            }
        }
        (step.status() == 0 ? SUCCEEDED : FAILED).add(String.join(" ", canonical));
    }

    private static Set<String> commands() {
        Set<String> all = new TreeSet<>();
        walk(root, "", (node, words) -> {
            if (node.children().isEmpty() && !NOT_FOR_PEOPLE.contains(words)) {
                all.add(words);
            }
        });
        return all;
    }

    private static void walk(Node node, String words, BiConsumer<Node, String> visit) {
        visit.accept(node, words);
        node.children().forEach(child -> walk(child, (words + " " + child.name()).strip(), visit));
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    @Test
    void everyCommandSucceedsOnce() {
        assertThat(commands()).isNotEmpty();
        assertThat(without(without(without(commands(), SUCCEEDED), NEVER_SUCCEED), NEED_AN_ENGINE))
                .as("commands without a step that succeeds in %s", Scenario.DIRECTORY)
                .isEmpty();
        assertThat(SUCCEEDED).doesNotContainAnyElementsOf(NEVER_SUCCEED).doesNotContainAnyElementsOf(NEED_AN_ENGINE);
    }

    @Test
    void everyCommandFailsOnce() {
        assertThat(without(commands(), FAILED))
                .as("commands without a step that fails in %s", Scenario.DIRECTORY)
                .isEmpty();
    }

    @Test
    void everyOtherNameIsTypedOnce() {
        Set<String> all = new TreeSet<>();
        walk(root, "", (node, words) -> {
            String parents =
                    words.substring(0, Math.max(0, words.length() - node.name().length()));
            for (String alias : node.stub().aliases()) {
                all.add(parents + alias);
            }
        });
        assertThat(without(all, TYPED))
                .as("names that no step in %s types", Scenario.DIRECTORY)
                .isEmpty();
    }
}
