package io.mcpgateway.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.oci.OciRegistry;
import io.mcpgateway.testkit.CosignSigner;
import io.mcpgateway.testkit.LocalRegistry;
import io.mcpgateway.testkit.RegistryExtension;
import io.mcpgateway.testkit.RegistryPushes;
import io.mcpgateway.testkit.RegistryPushes.Layer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and images made here, in a real registry. */
class SignedImagesIT {
    @TempDir
    private static Path directory;

    @RegisterExtension
    private static final RegistryExtension registry = RegistryExtension.open();

    private static RegistryPushes pushes;
    private static int count;

    @TempDir
    private Path home;

    private final CosignSigner signer = CosignSigner.ecdsa();
    private final CosignSigner stranger = CosignSigner.ecdsa();
    private final List<String> events = new ArrayList<>();
    private String repository = "";
    private String digest = "";

    @BeforeAll
    static void start() {
        pushes = new RegistryPushes(registry.host());
    }

    @BeforeEach
    void pushAnImage(TestInfo test) throws Exception {
        repository = "it/tool" + ++count;
        digest = pushes.image(repository, "v1", test.getDisplayName().replaceAll("\\W", ""));
    }

    private String image() {
        return registry.host() + "/" + repository + ":v1";
    }

    private SignedImages images(Authority... authorities) {
        return images(home, new TrustRule(registry.host() + "/it/", Optional.empty(), List.of(authorities)));
    }

    private SignedImages images(Path at, TrustRule rule) {
        return SignedImages.create(
                List.of(rule, TrustRule.docker()),
                OciRegistry.builder().build(),
                at,
                (level, message, facts) -> events.add(message + facts));
    }

    private static TrustedKey trusted(CosignSigner signer) {
        return TrustedKey.parse("test.pub", signer.pem());
    }

    private ThrowingCallable verifying(SignedImages images) {
        return () -> images.verify(image(), digest);
    }

    private void assertDenied(ThrowingCallable call, String... because) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED))
                .hasMessageContainingAll(image(), digest, "test.pub", "without --verify-signatures")
                .hasMessageContainingAll(because);
        assertThat(home.resolve("cache")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"EC,SHA256withECDSA", "RSA,SHA256withRSA", "Ed25519,Ed25519"})
    void aGoodSignatureIsEnough(String key, String algorithm) throws Exception {
        CosignSigner some = CosignSigner.create(key, algorithm);
        pushes.signatures(repository, digest, some.layer(digest));

        images(trusted(some)).verify(image(), digest);

        assertThat(events).singleElement().asString().contains("Image is signed", digest, "test.pub");
    }

    @Test
    void aSignatureOfAnotherKeyIsNone() throws Exception {
        pushes.signatures(repository, digest, stranger.layer(digest));

        assertDenied(verifying(images(trusted(signer))), "signature 1 is not made by test.pub");
    }

    @Test
    void aGoodSignatureOfAnotherImageUnderThisTagIsNone() throws Exception {
        String other = pushes.image(repository, "v2", "another");
        pushes.signatures(repository, digest, signer.layer(other));

        assertDenied(verifying(images(trusted(signer))), "for another image, " + other);
    }

    @Test
    void anImageWithoutSignatureIsRefused() {
        assertDenied(verifying(images(trusted(signer))), "there is no signature of it");
    }

    @Test
    void badSignaturesBesideAGoodOneDoNoHarm() throws Exception {
        byte[] garbage = "not JSON".getBytes(StandardCharsets.UTF_8);
        pushes.signatures(
                repository,
                digest,
                stranger.layer(digest),
                new Layer(garbage, signer.sign(garbage)),
                new Layer(CosignSigner.payload(digest), "***"),
                signer.layer(digest));

        assertThatCode(verifying(images(trusted(signer)))).doesNotThrowAnyException();
    }

    @Test
    void aSignedTextThatNamesTwoDigestsIsNoSignature() throws Exception {
        String two = "{\"critical\":{\"image\":{\"docker-manifest-digest\":\"" + digest
                + "\",\"docker-manifest-digest\":\"" + digest + "\"},\"type\":\"cosign container image signature\"}}";
        byte[] payload = two.getBytes(StandardCharsets.UTF_8);
        pushes.signatures(repository, digest, new Layer(payload, signer.sign(payload)));

        assertDenied(verifying(images(trusted(signer))), "is no signature of an image");
    }

    @Test
    void eitherOfTwoKeysIsEnough() throws Exception {
        pushes.signatures(repository, digest, signer.layer(digest));

        assertThatCode(verifying(images(trusted(stranger), trusted(signer)))).doesNotThrowAnyException();
    }

    @Test
    void aBundleThatRefersToTheImageIsASignature() throws Exception {
        pushes.bundles(
                repository,
                digest,
                List.of(stranger.bundle(digest, Bundles.SIGNED), signer.bundle(digest, Bundles.SIGNED)));

        assertThatCode(verifying(images(trusted(signer)))).doesNotThrowAnyException();
    }

    @Test
    void aStatementOfAnotherKindOrAboutAnotherImageIsNone() throws Exception {
        String other = pushes.image(repository, "v2", "another");
        pushes.bundles(
                repository,
                digest,
                List.of(
                        signer.bundle(digest, "https://cosign.sigstore.dev/attestation/vuln/v1"),
                        signer.bundle(other, Bundles.SIGNED)));

        assertDenied(verifying(images(trusted(signer))), "is no signature of an image", "for another image, " + other);
    }

    @Test
    void signaturesMayBeInARepositoryOfTheirOwn() throws Exception {
        pushes.signatures("it/signatures", digest, signer.layer(digest));
        TrustRule rule = new TrustRule(
                registry.host() + "/it/", Optional.of(registry.host() + "/it/signatures"), List.of(trusted(signer)));

        assertDenied(verifying(images(trusted(signer))), "there is no signature of it");
        assertThatCode(verifying(images(home, rule))).doesNotThrowAnyException();
    }

    @Test
    void aTagIsTheDigestThatTheRegistryHasNow() throws Exception {
        SignedImages images = images(trusted(signer));
        assertThat(images.resolve(image())).isEqualTo(digest);

        String moved = pushes.image(repository, "v1", "moved");

        assertThat(images.resolve(image())).isEqualTo(moved);
        assertThatThrownBy(() -> images.resolve(registry.host() + "/" + repository + ":none"))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("There is no image");
    }

    @Test
    void withoutANetworkAKeptVerdictHoldsForItsDigestAndKeyAlone() throws Exception {
        pushes.signatures(repository, digest, signer.layer(digest));
        String other = pushes.image(repository, "v2", "another");
        pushes.signatures(repository, other, signer.layer(other));
        String host = pushToARegistryThatIsGoneThen();
        events.clear();

        SignedImages offline = image(host, trusted(signer));
        offline.verify(host + "/" + repository, digest);
        assertThat(events).singleElement().asString().contains("Image was verified before");

        assertOffline(host, offline, other);
        assertOffline(host, image(host, trusted(stranger)), digest);
        try (Stream<Path> kept = Files.list(home.resolve("cache/verdicts"))) {
            Path verdict = kept.toList().get(0);
            Files.writeString(verdict, Files.readString(verdict).substring(3));
        }
        assertOffline(host, offline, digest);
    }

    private String pushToARegistryThatIsGoneThen() throws Exception {
        try (LocalRegistry gone = LocalRegistry.start(directory.resolve("gone" + count), "")) {
            RegistryPushes there = new RegistryPushes(gone.host());
            digest = there.image(repository, "v1", "gone");
            there.signatures(repository, digest, signer.layer(digest));
            image(gone.host(), trusted(signer)).verify(gone.host() + "/" + repository, digest);
            return gone.host();
        }
    }

    private SignedImages image(String host, Authority authority) {
        return images(home, new TrustRule(host + "/it/", Optional.empty(), List.of(authority)));
    }

    private void assertOffline(String host, SignedImages images, String what) {
        assertThatThrownBy(() -> images.verify(host + "/" + repository, what))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVER_UNAVAILABLE))
                .hasMessageContainingAll("Cannot verify image", what, "No earlier verdict", host);
    }
}
