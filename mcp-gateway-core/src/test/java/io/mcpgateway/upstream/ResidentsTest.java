package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.settings.Limits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResidentsTest {
    private final Residents residents = new Residents(Limits.DEFAULT.with(set -> set.workloadsPerSession(1)));

    private static Resident resident(String session) {
        return new Resident(
                TestPools.definition("s", Isolation.CALL),
                TestPools.PROFILE,
                null,
                session,
                new Nobody(),
                (level, message, facts) -> {});
    }

    @Test
    void oneThatIsOverTakesNoPlaceOfTheSessionThatItIsGivenTo() {
        Resident standby = resident("");
        residents.admit(standby);
        assertThat(residents.left(standby)).isTrue();
        residents.assign(standby, "session");
        assertThat(residents.left(standby)).isFalse();
        residents.admit(resident("session")); // throws if the session had its share already
    }

    @Test
    void aPlaceIsGivenBackToTheSessionThatItBelongsTo() {
        Resident standby = resident("");
        residents.admit(standby);
        residents.assign(standby, "session");
        assertThat(residents.left(standby)).isTrue();
        residents.admit(resident("session"));
    }

    private static final class Nobody implements Resident.Keeper {
        @Override
        public void listChanged(PoolKey key, Resident resident, Upstream upstream) {}

        @Override
        public void notification(PoolKey key, String method, @Nullable JsonText params) {}

        @Override
        public void resourceUpdated(Upstream upstream, JsonText params) {}

        @Override
        public boolean asked(PoolKey key, Question question) {
            return false;
        }

        @Override
        public void ended(Resident resident, GatewayException cause) {}
    }
}
