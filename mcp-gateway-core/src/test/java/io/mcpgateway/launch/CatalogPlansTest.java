package io.mcpgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.Catalogs;
import io.mcpgateway.SecretStores;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.model.StoredName;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.SecretStore;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans every server of a whole catalog: the one that MCP_GATEWAY_TEST_CATALOG names, and our own trimmed one. */
class CatalogPlansTest {
    private static final String VARIABLE = "MCP_GATEWAY_TEST_CATALOG";

    @TempDir
    Path home;

    @Test
    void theTrimmedCatalogLoadsWholeAndNamesWhatIsMissing() throws URISyntaxException {
        CatalogSnapshot catalog = Catalogs.file(Path.of(CatalogPlansTest.class
                        .getResource("/io/mcpgateway/catalog/trimmed.yaml")
                        .toURI()))
                .read();

        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.servers()).hasSize(12);
        Map<String, LaunchPlan> plans = plans(catalog, SecretStores.chain(List.of(), (level, message, facts) -> {}));
        assertThat(problems(plans.get("lookout"))).hasSize(2);
        assertThat(problems(plans.get("lookout")).toString()).contains("url (missing)", "lookout.api_key");
        assertThat(problems(plans.get("shelves")).toString()).contains("paths (missing)");
        assertThat(plans.get("diary")).isInstanceOf(LaunchPlan.Run.class);
        assertThat(problems(plans.get("greedy"))).hasSize(5);
        assertThat(plans.get("old-stream"))
                .isInstanceOfSatisfying(
                        LaunchPlan.Reach.class,
                        reach -> assertThat(reach.target().transport()).isEqualTo("sse"));
        assertThat(plans.get("toolbox"))
                .isInstanceOfSatisfying(
                        LaunchPlan.Tools.class,
                        tools -> assertThat(tools.tools().get(0).name()).isEqualTo("hammer"));
        assertThat(problems(plans.get("here")).toString()).contains("--allow-process here");
        assertThat(plans.get("inside")).isInstanceOf(LaunchPlan.InJvm.class);
    }

    @Test
    void theRealCatalogLoadsWholeAndEveryServerIsPlannedOrNamesWhatIsMissing() {
        String path = System.getenv(VARIABLE);
        if (path == null || path.isEmpty()) {
            System.err.println(
                    "SKIPPED: CatalogPlansTest reads the catalog that " + VARIABLE + " names, and it is not set");
            return;
        }
        CatalogSnapshot catalog = Catalogs.file(Path.of(path)).read();

        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.servers()).hasSizeGreaterThanOrEqualTo(312);
        Map<String, LaunchPlan> bare = plans(catalog, SecretStores.chain(List.of(), (level, message, facts) -> {}));
        Map<String, LaunchPlan> withSecrets = plans(catalog, new EverySecret());
        report("without secrets and configuration", bare);
        report("with every secret, without configuration", withSecrets);
        catalog.servers().forEach((name, entry) -> {
            for (ServerEntry.SecretEntry secret : entry.secrets()) {
                if (secret.required()) {
                    assertThat(problems(bare.get(name)).toString()).as(name).contains(secret.name());
                }
            }
            assertThat(problems(withSecrets.get(name)).toString())
                    .as(name)
                    .doesNotContain("in no store", EverySecret.VALUE);
            if (entry.type() == ServerType.POCI && name.equals("docker")) {
                assertThat(problems(withSecrets.get(name)).toString())
                        .as("its tool mounts the engine's socket")
                        .contains("sensitive system path");
            } else if (entry.type() == ServerType.POCI) {
                assertThat(withSecrets.get(name)).as(name).isInstanceOf(LaunchPlan.Tools.class);
            }
        });
    }

    private Map<String, LaunchPlan> plans(CatalogSnapshot catalog, SecretStore secrets) {
        LaunchPlanner planner = new LaunchPlanner(
                GatewayOptions.defaults(), secrets, Map.of(), home, server -> "under '" + server + "' in config.yaml");
        Map<String, LaunchPlan> plans = new LinkedHashMap<>();
        catalog.servers().forEach((name, entry) -> {
            plans.put(name, planner.preview(entry, Optional.empty()));
            planner.preview(entry, Optional.of(JsonText.of("{\"unknown\":[1,{}]}")));
        });
        return plans;
    }

    private static List<Problem> problems(LaunchPlan plan) {
        return plan instanceof LaunchPlan.Blocked blocked ? blocked.problems() : List.of();
    }

    private static void report(String title, Map<String, LaunchPlan> plans) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        plans.values().forEach(plan -> counts.merge(plan.getClass().getSimpleName(), 1, Integer::sum));
        System.err.println("Plans " + title + ": " + counts);
        if (System.getenv("MCP_GATEWAY_SHOW_PLANS") != null) {
            plans.forEach((name, plan) -> problems(plan).forEach(problem -> System.err.println("  " + problem)));
        }
    }

    /** Has a value for each name. */
    private static final class EverySecret implements SecretStore {
        private static final String VALUE = "s3cret-value";

        @Override
        public String describe() {
            return "every secret";
        }

        @Override
        public Optional<Secret> find(StoredName name) {
            return name instanceof SecretName ? Optional.of(Secret.of(VALUE)) : Optional.empty();
        }
    }
}
