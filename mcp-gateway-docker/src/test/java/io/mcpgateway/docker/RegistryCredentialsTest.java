package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What pulling does with the answers is in {@code DockerPullIT}. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the helpers are shell scripts")
class RegistryCredentialsTest {
    private static final ImageReference HUB = ImageReference.parse("mcp/time");
    private static final ImageReference OTHER = ImageReference.parse("registry.example:5000/a/b");

    @TempDir
    private Path docker;

    @Test
    void nothingKnownMeansAnonymous() throws IOException {
        assertThat(header(HUB)).isEmpty();
        configure("{\"auths\":{\"other.example\":{\"auth\":\"YTpi\"}}}");
        assertThat(header(OTHER)).isEmpty();
        configure("{\"auths\":{\"registry.example:5000\":{}}}");
        assertThat(header(OTHER)).isEmpty();
    }

    @Test
    void oldKeysWithSchemeAndPathAreUnderstood() throws IOException {
        configure("{\"auths\":{\"https://registry.example:5000/v1/\":{\"auth\":\"YTpiOmM=\"}}}");

        assertThat(header(OTHER).orElseThrow()).contains("\"username\":\"a\"").contains("\"password\":\"b:c\"");
    }

    @Test
    void tokenFromAHelperIsAnIdentityToken() throws IOException {
        helper("echo '{\"Username\":\"<token>\",\"Secret\":\"t0ken\"}'");
        configure("{\"credsStore\":\"test\"}");

        assertThat(header(HUB).orElseThrow())
                .contains("\"identitytoken\":\"t0ken\"")
                .contains("https://index.docker.io/v1/");
    }

    @Test
    void helperThatKnowsNothingLeavesItToTheFile() throws IOException {
        helper("echo 'credentials not found in native keychain'; exit 1");
        configure("{\"credsStore\":\"test\",\"auths\":{\"registry.example:5000\":{\"auth\":\"YTpi\"}}}");

        assertThat(header(OTHER).orElseThrow()).contains("\"password\":\"b\"");
        assertThat(header(HUB)).isEmpty();
    }

    @Test
    void brokenHelpersAreNamedAndNeverQuoted() throws IOException {
        configure("{\"credsStore\":\"test\"}");
        assertThatThrownBy(() -> header(HUB))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not on the PATH");

        helper("echo 'keychain is locked'; exit 3");
        assertThatThrownBy(() -> header(HUB))
                .hasMessageContaining("status 3")
                .hasMessageContaining("keychain is locked");

        helper("echo s3cret");
        assertThatThrownBy(() -> header(HUB))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("s3cret")
                .hasNoCause();

        helper("head -c 1000000 /dev/zero");
        assertThatThrownBy(() -> header(HUB)).hasMessageContaining("more than");
    }

    @Test
    void nameOfAHelperIsNotAPath() throws IOException {
        configure("{\"credsStore\":\"../../bin/sh\"}");

        assertThatThrownBy(() -> header(HUB)).hasMessageContaining("not the name of a credential helper");
    }

    @Test
    void damagedLoginIsNamedAndNotQuoted() throws IOException {
        configure("{\"auths\":{\"registry.example:5000\":{\"auth\":\"%%%s3cret\"}}}");

        assertThatThrownBy(() -> header(OTHER))
                .hasMessageContaining("docker login registry.example:5000")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    private void configure(String text) throws IOException {
        Files.writeString(docker.resolve("config.json"), text);
    }

    private void helper(String script) throws IOException {
        Path helper = Files.writeString(docker.resolve("docker-credential-test"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
    }

    /** The header, decoded. */
    private Optional<String> header(ImageReference image) {
        return new RegistryCredentials(Map.of("DOCKER_CONFIG", docker.toString(), "PATH", docker + ":/usr/bin:/bin"))
                .header(image)
                .map(Secret::reveal)
                .map(value -> new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8));
    }
}
