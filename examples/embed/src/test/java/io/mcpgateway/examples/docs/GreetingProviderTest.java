package io.mcpgateway.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.JavaServerProvider;
import io.mcpgateway.testkit.JavaServerContract;
import io.mcpgateway.testkit.JavaServerDialogue;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class GreetingProviderTest implements JavaServerContract {
    @Override
    public JavaServer server(Path home) {
        return new GreetingProvider().create(new SettingsOnly(Map.of()));
    }

    @Test
    void settingsReachTheTool() {
        try (JavaServer server = new GreetingProvider().create(new SettingsOnly(Map.of("word", "Servus")));
                JavaServerDialogue dialogue = JavaServerDialogue.initialized(server)) {
            assertThat(dialogue.call("greet", "{\"name\":\"Ada\"}").toString()).contains("Servus, Ada!");
        }
    }

    @Test
    void theProviderIsFoundByItsName() {
        assertThat(ServiceLoader.load(JavaServerProvider.class))
                .extracting(JavaServerProvider::name)
                .contains("greeting");
    }
}
