package io.mcpgateway.upstream;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Conversations and handshakes for tests. */
final class TestUpstreams {
    static final ClientFacts OWN =
            new ClientFacts(JsonText.emptyObject(), JsonText.of("{\"name\":\"gateway\"}"), JsonText.of(""));

    private TestUpstreams() {}

    static Upstream of(Duration timeout, Upstream.Events events) {
        return of("{}", timeout, events);
    }

    static Upstream of(String profile, Duration timeout, Upstream.Events events) {
        return new Upstream("s", new CapabilityProfile(profile), OWN, timeout, 100, events);
    }

    /** A handshake with a server that offers what is named: tools, prompts, resources, subscribe, completions, logging. */
    static ServerHello hello(Era era, String... offered) {
        Set<String> all = Set.of(offered);
        return new ServerHello(
                era == Era.MODERN ? ClientFacts.REVISION : "2025-11-25",
                era,
                all.contains("tools"),
                all.contains("prompts"),
                all.contains("resources"),
                new Features(
                        all.contains("completions"),
                        all.contains("logging"),
                        all.contains("subscribe"),
                        all.contains("tasks"),
                        Map.of()),
                null);
    }
}
