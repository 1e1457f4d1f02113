package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.GatewayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    @ParameterizedTest
    @CsvSource({
        "alpine, docker.io, alpine, latest",
        "mcp/time, docker.io, mcp/time, latest",
        "mcp/time:2, docker.io, mcp/time, 2",
        "docker.io/mcp/time:2, docker.io, docker.io/mcp/time, 2",
        "index.docker.io/mcp/time, docker.io, index.docker.io/mcp/time, latest",
        "localhost/a, localhost, localhost/a, latest",
        "localhost:5000/a/b, localhost:5000, localhost:5000/a/b, latest",
        "ghcr.io/a/b:c, ghcr.io, ghcr.io/a/b, c",
        "mcp/time@sha256:ab, docker.io, mcp/time, sha256:ab",
        "mcp/time:1..2, docker.io, mcp/time, 1..2",
        "mcp/time:1@sha256:ab, docker.io, mcp/time, sha256:ab",
    })
    void partsAreThoseOfDocker(String text, String registry, String repository, String version) {
        assertThat(ImageReference.parse(text)).isEqualTo(new ImageReference(registry, repository, version));
    }

    @Test
    void hubHasTheKeyThatDockerGivesIt() {
        assertThat(ImageReference.credentialKey(ImageReference.parse("mcp/time").registry()))
                .isEqualTo("https://index.docker.io/v1/");
        assertThat(ImageReference.credentialKey("ghcr.io")).isEqualTo("ghcr.io");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/../../containers/create",
                "a/..",
                "a/./b",
                "a//b",
                "a/",
                "",
                " ",
                "-x",
                "a b",
                "a\r\nX: y",
                "a?b=c",
                "a#b",
                "ä",
                "[2001:db8::1]:5000/a"
            })
    void whatIsNoReferenceIsRefused(String text) {
        assertThatThrownBy(() -> ImageReference.parse(text)).isInstanceOf(GatewayException.class);
    }
}
