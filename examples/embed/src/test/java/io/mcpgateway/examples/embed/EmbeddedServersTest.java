package io.mcpgateway.examples.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.testkit.JavaServerDialogue;
import org.junit.jupiter.api.Test;

class EmbeddedServersTest {
    @Test
    void theCalculatorAdds() {
        try (JavaServer server = EmbeddedGateway.calculator();
                JavaServerDialogue dialogue = JavaServerDialogue.initialized(server)) {
            assertThat(dialogue.call("add", "{\"a\":2,\"b\":3}")
                            .path("content")
                            .path(0)
                            .path("text")
                            .asText())
                    .isEqualTo("5");
        }
    }

    @Test
    void ordersAreFound() {
        try (JavaServer server = EmbeddedGateway.orders();
                JavaServerDialogue dialogue = JavaServerDialogue.initialized(server)) {
            assertThat(dialogue.call("find_order", "{\"id\":42}").toString()).contains("order 42: 3 teapots, shipped");
        }
    }
}
