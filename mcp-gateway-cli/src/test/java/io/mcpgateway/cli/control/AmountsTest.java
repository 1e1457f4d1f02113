package io.mcpgateway.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
    private static JsonNode number(double value) {
        return JsonNodeFactory.instance.numberNode(value);
    }

    @ParameterizedTest
    @CsvSource({"0,0B", "1023,1023B", "1024,1KiB", "1536,1.50KiB", "52428800,50MiB", "11010048,10.5MiB", "1e15,909TiB"})
    void memory(double bytes, String shown) {
        assertThat(Amounts.memory(number(bytes))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0.125,0.13ms", "1.5,1.50ms", "12.34,12.3ms", "999,999ms", "1500,1.50s"})
    void latency(double millis, String shown) {
        assertThat(Amounts.latency(number(millis))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0,0s", "59,59s", "60,1m0s", "3599,59m59s", "3600,1h0m", "90061,1d1h"})
    void span(long seconds, String shown) {
        assertThat(Amounts.span(seconds)).isEqualTo(shown);
    }

    @Test
    void whatIsNotKnownIsADash() {
        JsonNode missing = JsonNodeFactory.instance.missingNode();
        assertThat(Amounts.memory(missing)).isEqualTo("-");
        assertThat(Amounts.span(missing)).isEqualTo("-");
        assertThat(Amounts.latency(missing)).isEqualTo("-");
        assertThat(Amounts.processor(missing)).isEqualTo("-");
        assertThat(Amounts.count(missing)).isEqualTo("-");
        assertThat(Amounts.processor(number(1.25))).isEqualTo("1.25s");
    }
}
