package io.mcpgateway.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.oci.OciReference;
import io.mcpgateway.oci.OciRegistry;
import io.mcpgateway.testkit.CosignSigner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustRuleTest {
    private final TrustedKey key =
            TrustedKey.parse("test.pub", CosignSigner.ecdsa().pem());

    @TempDir
    private Path home;

    private TrustRule rule(String images) {
        return new TrustRule(images, Optional.empty(), List.of(key));
    }

    @ParameterizedTest
    @CsvSource({
        "mcp/fetch, true",
        "mcp/fetch:1, true",
        "docker.io/mcp/fetch@sha256:0000000000000000000000000000000000000000000000000000000000000000, true",
        "index.docker.io/mcp/fetch, true",
        "registry-1.docker.io/mcp/fetch, true",
        "mcpx/fetch, false",
        "library/mcp, false",
        "mcp, false",
        "ghcr.io/mcp/fetch, false",
        "docker.io.evil.example/mcp/fetch, false",
    })
    void dockersRuleIsForItsNamespaceHoweverItIsSpelled(String image, boolean covered) {
        assertThat(TrustRule.docker().covers(OciReference.parse(image))).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({
        "ghcr.io/acme/, ghcr.io/acme/tool, true",
        "ghcr.io/acme, ghcr.io/acme/tool, true",
        "ghcr.io/acme, ghcr.io/acme-evil/tool, false",
        "ghcr.io/acme/tool, ghcr.io/acme/tool:2, true",
        "localhost:5000/, localhost:5000/a/b, true",
        "localhost:5000/, localhost:5001/a/b, false",
        "*, anything.example/x, true",
        "acme/, acme/tool, true",
        "alpine, alpine:3, true",
        "alpine, docker.io/library/alpine, true",
        "alpine, acme/alpine, false",
    })
    void aRuleIsForTheImagesWhoseNamesBeginSo(String images, String image, boolean covered) {
        assertThat(rule(images).covers(OciReference.parse(image))).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ghcr.io", "GHCR.io/x", "a//b", "**", "a b/", "ghcr.io/x@sha256:0", "\u001b[31m/"})
    void whatIsNoBeginningOfANameIsRefused(String images) {
        assertThatThrownBy(() -> rule(images))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no beginning of images' names");
    }

    @Test
    void theRuleThatSaysMostOfANameCounts() {
        SignedImages images = SignedImages.create(
                List.of(rule("ghcr.io/acme/"), rule("*")),
                OciRegistry.builder().build(),
                home,
                (level, message, facts) -> {});

        assertThat(images.covers("ghcr.io/acme/tool:1")).isTrue();
        assertThat(images.covers("any")).isTrue();
        assertThatThrownBy(() -> SignedImages.create(
                        List.of(rule("mcp/"), TrustRule.docker()),
                        OciRegistry.builder().build(),
                        home,
                        (level, message, facts) -> {}))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("docker.io/mcp/");
    }

    @Test
    void aRuleNeedsSomebody() {
        assertThatThrownBy(() -> new TrustRule("*", Optional.empty(), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("names nobody");
        assertThatThrownBy(() -> new TrustRule("*", Optional.of("ghcr.io/a/b:tag"), List.of(key)))
                .isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKqxMFxMKL04bSeOpcUKYqzFw0zEm3uW"
                        + "kCLfPqiEAChoUzxdpSKYyVUn0xPKrSdGMzcqTnRMb3i0DDc+GBVI6n0CAwEAAQ==\n-----END PUBLIC KEY-----",
            })
    void whatIsNoGoodKeyIsRefused(String pem) {
        assertThatThrownBy(() -> TrustedKey.parse("k.pub", pem))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("k.pub");
    }

    @Test
    void aKeyIsKnownByItsEncodingAndNotByItsFile() {
        CosignSigner signer = CosignSigner.ecdsa();

        assertThat(TrustedKey.parse("a", signer.pem()).id())
                .isEqualTo(TrustedKey.parse("b", signer.pem() + "\n").id())
                .isNotEqualTo(key.id());
    }
}
