package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.WorkloadSpec;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StandbyMemoryTest {
    private static final long GIBIBYTE = 1L << 30;

    @Test
    void whatTheUserSaysIsTheBound() {
        StandbyMemory memory = new StandbyMemory(OptionalLong.of(3 * GIBIBYTE));
        assertThat(memory.allows(0, 3 * GIBIBYTE)).isTrue();
        assertThat(memory.allows(GIBIBYTE, 2 * GIBIBYTE)).isTrue();
        assertThat(memory.allows(GIBIBYTE, 2 * GIBIBYTE + 1)).isFalse();
        assertThat(new StandbyMemory(OptionalLong.of(0)).allows(0, 1)).isFalse();
    }

    @Test
    void withoutAWordOneIsAllowedWhateverItsSizeAndMoreUpToAQuarterOfTheMachine() {
        StandbyMemory memory = new StandbyMemory(OptionalLong.empty());
        assertThat(memory.allows(0, Long.MAX_VALUE / 2)).isTrue();
        assertThat(memory.allows(1, 1)).as("nobody has looked yet").isFalse();
        memory.lookUp();
        assertThat(memory.allows(1, 1)).isTrue();
        assertThat(memory.allows(1, 1L << 60)).isFalse();
    }

    @Test
    void aWorkloadCountsWithItsLimitAndWithTheUsualOneIfItHasNone() {
        WorkloadSpec.Builder spec = WorkloadSpec.image("s", "i");
        assertThat(StandbyMemory.of(spec.build())).isEqualTo(2 * GIBIBYTE);
        assertThat(StandbyMemory.of(spec.limits(new WorkloadSpec.Limits(Optional.empty(), OptionalLong.of(5), 1))
                        .build()))
                .isEqualTo(5);
        assertThat(StandbyMemory.of(spec.limits(new WorkloadSpec.Limits(Optional.empty(), OptionalLong.empty(), 1))
                        .build()))
                .isEqualTo(2 * GIBIBYTE);
    }
}
