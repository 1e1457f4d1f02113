package io.mcpgateway.cli.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"0,0", "10s,10000", "1m30s,90000", "250ms,250", "1.5s,1500", "1h,3600000", "24h,86400000", "1d,86400000"
    })
    void reads(String text, long millis) {
        assertThat(Durations.parse("--x", text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "10 s", "-1s", "2d", "10sx", "x10s", "25h", "999999999h", "1s,2s"})
    void refuses(String text) {
        assertThatThrownBy(() -> Durations.parse("--x", text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--x");
    }

    @ParameterizedTest
    @CsvSource({
        "812437500, 812.4375ms",
        "1234500000, 1.2345s",
        "15000, 15µs",
        "7, 7ns",
        "90000000000, 1m30s",
        "3723500000000, 1h2m3.5s"
    })
    void writes(long nanos, String text) {
        assertThat(Durations.text(Duration.ofNanos(nanos))).isEqualTo(text);
    }
}
