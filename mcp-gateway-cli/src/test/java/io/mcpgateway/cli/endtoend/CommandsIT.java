package io.mcpgateway.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.endtoend.Scenario.Step;
import io.mcpgateway.testkit.LocalRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command as a process of the built program, with what it writes, its status and what it does to files; see
 * {@code README.md} beside the scenarios. {@code -Dcommands.write=true} writes what is seen as what is expected, and
 * {@code -Dcommands.only=REGEX} plays only the scenarios whose names match.
 */
class CommandsIT {
    private static final boolean WRITE = Boolean.getBoolean("commands.write");
    private static final String ONLY = System.getProperty("commands.only", ".*");
    private static final int AT_ONCE = 2;

    @TempDir
    static Path directory;

    private static Props props;
    private static ExecutorService stages;
    private static final Map<Scenario, Future<List<List<String>>>> PLAYED = new LinkedHashMap<>();

    @BeforeAll
    static void playAll() throws Exception {
        props = new Props(directory);
        props.makeArchive();
        stages = Executors.newFixedThreadPool(AT_ONCE);
        List<Scenario> chosen = Scenario.all().stream()
                .filter(scenario -> scenario.name().matches(ONLY))
                .toList();
        if (LocalRegistry.isInstalled() && chosen.stream().anyMatch(CommandsIT::needsRegistry)) {
            props.startRegistry(directory.resolve("registry"));
        }
        for (Scenario scenario : chosen) {
            PLAYED.put(scenario, stages.submit(() -> play(scenario)));
        }
    }

    private static boolean needsRegistry(Scenario scenario) {
        return scenario.settings("needs").contains("OCI registry");
    }

    private static List<List<String>> play(Scenario scenario) throws Exception {
        if (needsRegistry(scenario)) {
            LocalRegistry.require(CommandsIT.class);
        }
        Path root = Files.createDirectories(directory.resolve(scenario.name()));
        return new Stage(root, scenario, props).play(scenario.steps());
    }

    @AfterAll
    static void end() {
        stages.shutdownNow();
        props.close();
    }

    @TestFactory
    Stream<DynamicTest> scenarios() {
        return PLAYED.entrySet().stream()
                .map(played -> DynamicTest.dynamicTest(
                        played.getKey().name(),
                        played.getKey().file().toUri(),
                        () -> check(played.getKey(), outcomes(played.getValue()))));
    }

    private static List<List<String>> outcomes(Future<List<List<String>>> played) throws Throwable {
        try {
            return played.get();
        } catch (ExecutionException e) {
            throw e.getCause(); // a scenario that was skipped is one
        }
    }

    private static void check(Scenario scenario, List<List<String>> outcomes) throws IOException {
        if (WRITE) {
            List<List<String>> merged = new ArrayList<>();
            for (int i = 0; i < outcomes.size(); i++) {
                merged.add(Outcome.merged(scenario.steps().get(i).expected(), outcomes.get(i)));
            }
            Files.writeString(scenario.file(), scenario.text(merged));
            return;
        }
        for (int i = 0; i < outcomes.size(); i++) {
            Step step = scenario.steps().get(i);
            if (!Outcome.matches(step.expected(), outcomes.get(i))) {
                assertThat(String.join("\n", outcomes.get(i)))
                        .as(scenario.file() + ": $ " + step.command())
                        .isEqualTo(String.join("\n", step.expected()));
            }
        }
    }
}
