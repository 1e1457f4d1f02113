package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.egress.Refusal;
import io.mcpgateway.model.Problem;
import io.mcpgateway.spi.EventSink.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EgressRefusalsTest {
    private final List<String> heard = new ArrayList<>();
    private final EgressRefusals refusals = new EgressRefusals((level, message, facts) -> heard.add(message));

    private void refuse(String server, String host) {
        refusals.event(Level.WARN, Refusal.EVENT, new Refusal(host, 443, "not allowed", 1).facts(server));
    }

    @Test
    void aServersStatusTellsWhatItWasRefused() {
        refuse("a", "x.example");
        refuse("a", "x.example");
        refuse("b", "y.example");
        refusals.event(Level.INFO, "Server listed", Map.of("server", "a"));

        assertThat(refusals.of("a")).containsExactly(new Problem("a", "egress refused: x.example:443: not allowed"));
        assertThat(refusals.of("b")).hasSize(1);
        assertThat(refusals.of("c")).isEmpty();
        assertThat(heard).containsExactly(Refusal.EVENT, Refusal.EVENT, Refusal.EVENT, "Server listed");
    }

    @Test
    void onlyTheLatestAreKept() {
        for (int i = 0; i < 100; i++) {
            refuse("a", "h" + i + ".example");
        }

        assertThat(refusals.of("a")).hasSize(16);
        assertThat(refusals.of("a").get(15).message()).contains("h99.example");
    }
}
