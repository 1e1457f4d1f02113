package io.mcpgateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.upstream.Features;
import io.mcpgateway.upstream.Offer;
import io.mcpgateway.upstream.ServerDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SettledViewsTest {
    private static final Offer ONE_TOOL = new Offer(
            List.of(new Offer.Item(
                    "ask",
                    JsonText.of("\"ask\""),
                    JsonText.of("{\"name\":\"ask\",\"inputSchema\":{\"type\":\"object\"}}"))),
            List.of(),
            List.of(),
            List.of(),
            Features.NONE,
            "",
            Map.of(),
            List.of());

    private static ServerDefinition server() {
        return new ServerDefinition(
                "one",
                "",
                new LaunchPlan.InJvm("one", JsonText.emptyObject()),
                "digest",
                Isolation.SHARED,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A call that comes in the moment a listing ends must find its tool; a race, so it is run many times. */
    @Test
    void whatIsSettledIsInTheView() {
        for (int round = 0; round < 300; round++) {
            Views views = new Views(GatewayOptions.defaults(), profile -> true, (profile, session, lists) -> {});
            ServerDefinition server = server();
            views.servers(List.of(server));
            views.listing(server, CapabilityProfile.EMPTY);
            CompletableFuture<Void> listing =
                    CompletableFuture.runAsync(() -> views.offered(server, CapabilityProfile.EMPTY, ONE_TOOL));
            while (!views.isSettled(CapabilityProfile.EMPTY)) {
                Thread.onSpinWait();
            }
            assertThat(views.current(CapabilityProfile.EMPTY, "").tools())
                    .as("round %d", round)
                    .containsKey("ask");
            listing.join();
        }
    }
}
