package io.mcpgateway.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.WorkloadOwner;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarksTest {
    private static byte[] environ(String... entries) {
        return String.join("\0", entries).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrittenIsRead() {
        WorkloadOwner owner = new WorkloadOwner("id", "machine", "boot", "", 42, "77");
        String environ = Marks.of(owner, "w1").entrySet().stream()
                .map(Map.Entry::toString)
                .collect(Collectors.joining("\0", "A=b\0", "\0Z=y\0"));

        assertThat(Marks.read(environ.getBytes(StandardCharsets.UTF_8))).hasValue(new Marks.Marked(owner, "w1"));
    }

    @Test
    void aMarkInsideAnotherVariableIsNoMark() {
        assertThat(Marks.read(environ(
                        "X=MCP_GATEWAY_OWNER=id", "XMCP_GATEWAY_OWNER=id", "MCP_GATEWAY_OWNER_FACTS=m:b:n:1:2")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "m:b:n:1", "m:b:n:1:2:3", "m:b:n:-1:2", "m:b:n:x:2", "m:b:n:99999999999999999999:2", "::::"})
    void damagedFactsAreNoMarks(String facts) {
        assertThat(Marks.read(environ("MCP_GATEWAY_OWNER=id", "MCP_GATEWAY_OWNER_FACTS=" + facts)))
                .isEmpty();
    }

    @Test
    void anEmptyEnvironmentHasNone() {
        assertThat(Marks.read(new byte[0])).isEmpty();
        assertThat(Marks.read(new byte[] {0, 0, '=', 0})).isEmpty();
    }
}
