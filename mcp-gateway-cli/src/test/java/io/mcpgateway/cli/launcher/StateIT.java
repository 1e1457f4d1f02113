package io.mcpgateway.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.cli.launcher.Launched.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State under two processes at once, and under {@code kill -9}. {@code -Dsoak.changes} and {@code -Dsoak.kills}: how many. */
class StateIT {
    private static final int CHANGES = Integer.getInteger("soak.changes", 20);
    private static final int KILLS = Integer.getInteger("soak.stateKills", 20);
    private static final Path PROGRAM = Path.of("target/dist/bin/mcp-gateway").toAbsolutePath();

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path home;

    @BeforeEach
    void setUp() {
        environment.put("HOME", home.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("XDG_CACHE_HOME", home.resolve("cache").toString());
        environment.put("MCP_GATEWAY_HOME", home.resolve("mcp").toString());
    }

    private void create(String name) {
        try {
            Result result = Launched.run(PROGRAM, environment, "catalog", "create", name);
            assertThat(result.status()).as(result.err()).isZero();
        } catch (Exception e) {
            throw new AssertionError(name, e);
        }
    }

    private List<String> catalogs() throws Exception {
        JsonNode index = new ObjectMapper()
                .readTree(home.resolve("mcp/catalog.json").toFile())
                .path("catalogs");
        List<String> names = new ArrayList<>();
        index.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void twoProcessesLoseNoUpdate() throws Exception {
        CompletableFuture<?>[] both = new CompletableFuture<?>[2];
        for (int process = 0; process < 2; process++) {
            int number = process;
            both[process] = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < CHANGES / 2; i++) {
                    create("c" + number + "-" + i);
                }
            });
        }
        CompletableFuture.allOf(both).join();
        assertThat(catalogs()).hasSize(2 * (CHANGES / 2));
        System.err.println("StateIT: " + 2 * (CHANGES / 2) + " changes by two processes at once, none lost");
    }

    @Test
    void whoeverIsKilledLeavesTheOldOrTheNewState() throws Exception {
        long seed = Long.getLong("soak.seed", System.nanoTime());
        System.err.println("StateIT: seed " + seed);
        Random random = new Random(seed);
        int done = 0;
        for (int i = 0; i < KILLS; i++) {
            Process process = start("catalog", "create", "k" + i);
            if (!process.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            // Each file is whole at any moment, and with the next change so is what belongs together.
            if (Files.exists(home.resolve("mcp/catalog.json"))) {
                catalogs();
            }
            create("after" + i);
            for (String name : catalogs()) {
                assertThat(home.resolve("mcp/catalogs/" + name + ".yaml"))
                        .content()
                        .startsWith("name: " + name);
            }
            done += catalogs().contains("k" + i) ? 1 : 0;
        }
        assertThat(catalogs()).hasSize(KILLS + done);
        System.err.println("StateIT: " + KILLS + " kills, " + done + " of them too late or made up for, no torn file");
    }

    private Process start(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
