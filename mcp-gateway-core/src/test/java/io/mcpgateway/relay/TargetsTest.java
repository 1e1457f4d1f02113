package io.mcpgateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.upstream.ClientFacts;
import io.mcpgateway.upstream.Features;
import io.mcpgateway.upstream.Offer;
import io.mcpgateway.upstream.ServerDefinition;
import io.mcpgateway.view.Target;
import io.mcpgateway.view.Views;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static final CapabilityProfile PROFILE = CapabilityProfile.EMPTY;

    private final Views views = new Views(GatewayOptions.defaults(), profile -> true, (profile, session, lists) -> {});
    private final Targets targets = new Targets(views, Duration.ofMinutes(5));
    private final ServerDefinition one = server("one");
    private final ServerDefinition two = server("two");

    private static ServerDefinition server(String name) {
        return new ServerDefinition(
                name,
                "",
                new LaunchPlan.InJvm(name, JsonText.emptyObject()),
                "digest-" + name,
                Isolation.SHARED,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Offer tool(String name) {
        return new Offer(
                List.of(new Offer.Item(
                        name,
                        JsonText.of("\"" + name + "\""),
                        JsonText.of("{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}"))),
                List.of(),
                List.of(),
                List.of(),
                Features.NONE,
                "",
                Map.of(),
                List.of());
    }

    private CompletableFuture<Target> find(String tool) {
        Requester requester = new Requester(
                Era.LEGACY,
                new ClientIdentity("local", "", "", "s"),
                PROFILE,
                new ClientFacts(JsonText.emptyObject(), JsonText.of(""), JsonText.of("")),
                "",
                new UriOwners(),
                Requester.Asking.NOBODY);
        return targets.find(requester, view -> view.tools().get(tool)).toCompletableFuture();
    }

    @Test
    void whatIsKnownIsFoundWithoutWaitingForAnybody() throws Exception {
        views.servers(List.of(one, two));
        views.listing(one, PROFILE);
        views.listing(two, PROFILE); // and not over
        views.offered(one, PROFILE, tool("a"));
        synchronized (views) {
            Target found = CompletableFuture.supplyAsync(() -> {
                        try {
                            return find("a").getNow(null);
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    })
                    .get(20, TimeUnit.SECONDS);
            assertThat(found).isNotNull();
        }
    }

    @Test
    void whatIsUnknownWaitsUntilNoServerIsBeingListed() throws Exception {
        views.servers(List.of(one, two));
        views.listing(one, PROFILE);
        views.listing(two, PROFILE);
        CompletableFuture<Target> a = find("a");
        CompletableFuture<Target> b = find("b");
        views.offered(one, PROFILE, tool("a"));
        assertThat(a).isNotDone();
        views.failed(two, PROFILE, new GatewayException(ErrorCode.TIMEOUT, "late"));
        assertThat(a.get(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(b.get(10, TimeUnit.SECONDS)).isNull();
        assertThat(find("b")).isCompletedWithValue(null);
    }

    /** A call that comes in the moment the last listing ends must find its tool; a race, so it is run many times. */
    @Test
    void whatIsListedBetweenTheLookAndTheQuestionIsFound() throws Exception {
        for (int round = 0; round < 500; round++) {
            ServerDefinition server = server("s" + round);
            views.servers(List.of(server));
            views.listing(server, PROFILE);
            CompletableFuture<Void> listing =
                    CompletableFuture.runAsync(() -> views.offered(server, PROFILE, tool("t")));
            assertThat(find("t").get(10, TimeUnit.SECONDS))
                    .as("round %d", round)
                    .isNotNull();
            listing.get(10, TimeUnit.SECONDS);
        }
    }
}
