package io.mcpgateway.cli.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
    @ParameterizedTest
    @CsvSource({
        "2Gb, 2147483648",
        "512m, 536870912",
        "512Mb, 536870912",
        "1.5 GiB, 1610612736",
        "8388608, 8388608",
        "1t, 1099511627776"
    })
    void reads(String text, long bytes) {
        assertThat(Sizes.bytes("--memory", text)).hasValue(bytes);
    }

    @Test
    void emptyMeansNoLimit() {
        assertThat(Sizes.limits(0, "").memoryBytes()).isEmpty();
        assertThat(Sizes.limits(0, "").cpus()).isEmpty();
        assertThat(Sizes.limits(1.5, "1g").cpus()).contains(1.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -0.001, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY})
    void refusesProcessorsThatAreNoNumberOfThem(double cpus) {
        assertThatThrownBy(() -> Sizes.limits(cpus, "1g"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--cpus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lots", "-1g", "1x", "1kb", "g", "1e9", "99999999999999999999g"})
    void refuses(String text) {
        assertThatThrownBy(() -> Sizes.bytes("--memory", text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--memory");
    }
}
