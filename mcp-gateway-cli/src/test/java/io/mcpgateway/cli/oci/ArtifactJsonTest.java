package io.mcpgateway.cli.oci;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactJsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "1"})
    void whatIsBeyondAllMeasureIsNoDocument(String part) {
        byte[] document = ("{\"a\":" + part.repeat(1100)).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ArtifactJson.parse("a.json", document))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("a.json")
                .hasMessageContaining("not valid JSON");
    }
}
