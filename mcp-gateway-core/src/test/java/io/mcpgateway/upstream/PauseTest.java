package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PauseTest {
    private long now;
    private final Pause pause = new Pause(() -> now);

    /** For how many seconds it may not be begun again. */
    private int seconds() {
        long then = now;
        int seconds = 0;
        while (!pause.isOver()) {
            seconds++;
            now += Duration.ofSeconds(1).toNanos();
        }
        now = then;
        return seconds;
    }

    private int endsAfter(int seconds) {
        pause.began();
        now += Duration.ofSeconds(seconds).toNanos();
        pause.ended();
        return seconds();
    }

    @Test
    void whatEndsAgainAndAgainIsBegunEverMoreRarely() {
        assertThat(pause.isOver()).isTrue();
        int[] expected = {0, 1, 2, 4, 8, 16, 32, 60, 60};
        for (int seconds : expected) {
            assertThat(endsAfter(1)).isEqualTo(seconds);
        }
    }

    @Test
    void whatHadLastedIsBegunAtOnce() {
        endsAfter(1);
        endsAfter(1);
        assertThat(endsAfter(1)).isEqualTo(2);
        assertThat(endsAfter(30)).isZero();
        assertThat(endsAfter(1)).isEqualTo(1);
    }
}
