package io.mcpgateway.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.signatures.IdentityVerifier.Authorities;
import io.mcpgateway.signatures.TrustedIdentity;
import io.mcpgateway.sigstore.OwnAuthorities.Signing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles and authorities made here. What the public authorities sign is not tried: they cannot be reached. */
class SigstoreIdentitiesTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String ISSUER = "https://issuer.example";
    private static final String SUBJECT = "https://forge.example/acme/tool/release.yml@refs/tags/v1";
    private static final Instant IN_TIME = OwnAuthorities.BEGIN.plus(Duration.ofMinutes(1));
    private static final Signing GOOD =
            new Signing(ISSUER, SUBJECT, DIGEST, "https://sigstore.dev/cosign/sign/v1", IN_TIME, true);

    private OwnAuthorities own;
    private Authorities authorities;

    @BeforeEach
    void setUp() throws Exception {
        own = new OwnAuthorities();
        authorities = new SigstoreIdentities().authorities(own.trustedRoot());
    }

    private String objection(byte[] bundle, String digest, String issuer, String subject) {
        return authorities.objection(bundle, digest, issuer, subject).orElse("");
    }

    private String objection(byte[] bundle) {
        return objection(bundle, DIGEST, ISSUER, SUBJECT);
    }

    @Test
    void whatTheIdentitySignedIsGood() throws Exception {
        byte[] bundle = own.bundle(GOOD);

        assertThat(objection(bundle)).isEmpty();
        assertThat(objection(bundle, DIGEST, ISSUER, "https://forge.example/acme/tool/release.yml@refs/tags/*"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://issuer.example,https://forge.example/acme/tool/release.yml@refs/tags/v",
        "https://issuer.example,https://forge.example/acme/tool/release.yml@refs/heads/*",
        "https://issuer.example,https://forgeXexample/acme/*",
        "https://issuer.example,.*",
        "https://other.example,https://forge.example/acme/tool/release.yml@refs/tags/v1",
        "https://issuer.example/,https://forge.example/acme/tool/release.yml@refs/tags/v1",
    })
    void anotherIdentityIsNot(String issuer, String subject) throws Exception {
        assertThat(objection(own.bundle(GOOD), DIGEST, issuer, subject)).contains("identities");
    }

    @Test
    void anotherDigestIsNot() throws Exception {
        assertThat(objection(own.bundle(GOOD), "sha256:" + "cd".repeat(32), ISSUER, SUBJECT))
                .contains("does not match any subject");
    }

    @Test
    void whatOtherAuthoritiesVouchForIsNot() throws Exception {
        assertThat(objection(new OwnAuthorities().bundle(GOOD))).contains("certificate");
    }

    @Test
    void aSignatureFromWhenTheCertificateWasNotValidIsNone() throws Exception {
        Instant late = OwnAuthorities.BEGIN.plus(OwnAuthorities.VALID).plusSeconds(1);

        assertThat(objection(own.bundle(GOOD.at(late)))).contains("when its certificate was not valid");
        assertThat(objection(own.bundle(GOOD.at(OwnAuthorities.BEGIN.minusSeconds(1)))))
                .contains("when its certificate was not valid");
        assertThat(objection(own.bundle(GOOD.withoutPromise()))).containsIgnoringCase("timestamp");
    }

    @Test
    void whatWasChangedIsNotSigned() throws Exception {
        String bundle = new String(own.bundle(GOOD), StandardCharsets.UTF_8);
        String other = new String(own.bundle(GOOD), StandardCharsets.UTF_8);
        String ownSignature = bundle.substring(bundle.indexOf("\"sig\""));
        String otherSignature = other.substring(other.indexOf("\"sig\""));

        assertThat(objection(bundle.replace(ownSignature, otherSignature).getBytes(StandardCharsets.UTF_8)))
                .isNotEmpty();
        String time = "\"integratedTime\":\"" + IN_TIME.getEpochSecond();
        assertThat(bundle).contains(time);
        assertThat(objection(bundle.replace(time, time.replaceFirst(".$", "7")).getBytes(StandardCharsets.UTF_8)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{}",
                "[]",
                "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\"}",
                "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"verificationMaterial\":{\"certificate\":"
                        + "{\"rawBytes\":\"AAAA\"}},\"dsseEnvelope\":{\"payload\":\"AAAA\",\"signatures\":[{\"sig\":\"AAAA\"}]}}"
            })
    void whatIsNoBundleIsToldAndNotThrown(String bundle) {
        assertThat(objection(bundle.getBytes(StandardCharsets.UTF_8))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{}", "[]", "{\"tlogs\":[{\"publicKey\":{\"rawBytes\":\"AAAA\"}}]}"})
    void whatIsNoRootOfTrustIsRefused(String root) {
        assertThatThrownBy(() -> new SigstoreIdentities().authorities(root.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("root of trust");
    }

    @Test
    void anIdentityIsFoundByTheLoaderAndKnownByItsRootToo() throws Exception {
        TrustedIdentity one = TrustedIdentity.of(ISSUER, SUBJECT, own.trustedRoot());
        TrustedIdentity other = TrustedIdentity.of(ISSUER, SUBJECT, new OwnAuthorities().trustedRoot());

        assertThat(one.id()).isNotEqualTo(other.id()).contains(ISSUER, SUBJECT);
        assertThatThrownBy(() -> TrustedIdentity.of(ISSUER, "*", own.trustedRoot()))
                .isInstanceOf(ConfigException.class);
    }
}
