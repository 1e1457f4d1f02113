package io.mcpgateway.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RefusalTest {
    @Test
    void aLineIsReadBackAsItWasWritten() {
        Refusal refusal = new Refusal("a.example", 443, "its address 10.0.0.1 is private", 10);

        assertThat(RefusalLine.read(RefusalLine.write(refusal))).contains(refusal);
        assertThat(RefusalLine.read(RefusalLine.READY)).isEmpty();
    }

    @Test
    void whatAWorkloadNamesCannotBreakTheLine() {
        Refusal refusal = new Refusal("a\"},\n\u001b[31m", 1, "why \"\\\n\u009b", 1);

        assertThat(refusal.host()).isEqualTo("a??????31m");
        assertThat(RefusalLine.write(refusal)).doesNotContain("\n", "\\", "\u001b", "\u009b");
        assertThat(RefusalLine.read(RefusalLine.write(refusal))).isPresent();
        assertThat(RefusalLine.read(RefusalLine.write(refusal).replace("why ", "\u009b31m")))
                .isEmpty();
    }

    @Test
    void whatIsRefusedAgainAndAgainIsToldAtPowersOfTen() {
        List<Refusal> told = new ArrayList<>();
        RefusalLog log = new RefusalLog(told::add);

        for (int i = 0; i < 1234; i++) {
            log.refused("a.example", 443, "no");
        }
        for (int i = 0; i < 1234; i++) {
            log.refused("h" + i + ".example", 443, "no");
        }

        assertThat(told.subList(0, 4)).extracting(Refusal::times).containsExactly(1L, 10L, 100L, 1000L);
        assertThat(told).hasSizeLessThan(4 + 256 + 4);
        assertThat(told.get(told.size() - 1).host()).isEqualTo("*");
    }
}
