package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"time", "io.github.someone/server", "../../etc", "ünïcödé", "a b\nc", "", "-x"})
    void everyServerGivesANameThatEnginesTake(String server) {
        assertThat(ContainerNames.next(server)).matches("mcp-[A-Za-z0-9_.-]*-[0-9a-f]{12}");
    }

    @ParameterizedTest
    @ValueSource(ints = {41, 10_000})
    void longServersAreCut(int length) {
        assertThat(ContainerNames.next("s".repeat(length))).hasSizeLessThan(64);
    }
}
