package io.mcpgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.relay.Requester;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LegacySessionTest {
    private final LegacySession session = new LegacySession(
            Revision.NEWEST_LEGACY,
            new ClientIdentity("local", "t", "1", "s"),
            new CapabilityProfile("{\"roots\":{}}"),
            JsonText.of("{\"name\":\"t\"}"),
            10,
            Duration.ofMinutes(1),
            message -> {});

    @Test
    void whoAsksIsMadeOnceForEachLogLevel() {
        Requester first = session.requester();
        assertThat(session.requester()).isSameAs(first);
        assertThat(first.logLevel()).isEmpty();
        assertThat(first.facts().logLevel()).hasToString("\"info\"");
        assertThat(first.facts().capabilities()).hasToString("{\"roots\":{}}");
        session.logLevel("error");
        Requester second = session.requester();
        assertThat(second.facts().logLevel()).hasToString("\"error\"");
        assertThat(session.logLevel()).isEqualTo("error");
        assertThat(session.requester()).isSameAs(second);
        assertThat(second.uriOwners()).isSameAs(first.uriOwners());
        assertThat(first.logLevel()).as("of a request that is in flight").isEmpty();
    }
}
