package io.mcpgateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.spi.Policy;
import io.mcpgateway.testkit.PolicyContract;
import org.junit.jupiter.api.Test;

class AllowAllTest implements PolicyContract {
    @Override
    public Policy newPolicy() {
        return new AllowAll();
    }

    @Test
    void allowsEverything() {
        for (Policy.Question question : PolicyContract.questions()) {
            assertThat(newPolicy().decide(question))
                    .succeedsWithin(java.time.Duration.ofSeconds(5))
                    .isEqualTo(Policy.Decision.ALLOW);
        }
    }
}
