package io.mcpgateway.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.oci.OciContent;
import io.mcpgateway.testkit.CosignSigner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whatever a registry has as a signature of an image, nothing vouches for the image but what was signed about it, and what
 * is wrong is said on one line. The first byte of an input says what follows: {@code 0} a text that the trusted key signed,
 * {@code 1} a bundle and, on its second line, a statement, {@code 2} a signature, {@code 3} a key. Some marks cannot be guessed
 * and are replaced: {@code #D} by the image's digest and {@code #H} by its digits; in a bundle {@code #b} by the base64 of the
 * statement, and {@code #p} by the trusted key's signature of it. The inputs that were found are replayed by every test run.
 */
class SignaturesFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEX = "ab".repeat(32);
    private static final String DIGEST = "sha256:" + HEX;
    private static final String STATEMENT = "application/vnd.in-toto+json";
    private static final CosignSigner SIGNER = CosignSigner.ecdsa();
    private static final TrustedKey TRUSTED = TrustedKey.parse("test.pub", SIGNER.pem());
    private static final List<TrustedKey> KINDS = List.of(
            TRUSTED,
            TrustedKey.parse(
                    "rsa.pub", CosignSigner.create("RSA", "SHA256withRSA").pem()),
            TrustedKey.parse(
                    "edwards.pub", CosignSigner.create("Ed25519", "Ed25519").pem()));

    @FuzzTest(maxDuration = "10m")
    void foreignBytes(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        switch (Math.floorMod(input[0] - '0', 4)) {
            case 0 -> signedText(marked(bytes));
            case 1 -> bundle(marked(bytes));
            case 2 -> KINDS.forEach(key -> assertThat(key.signed(bytes, bytes)).isFalse());
            default -> key(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static String marked(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("#D", DIGEST)
                .replace("#H", HEX);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void signedText(String text) throws IOException {
        byte[] payload = latin(text);
        OciContent layer = new OciContent(
                SimpleSigning.MEDIA_TYPE,
                "",
                DIGEST,
                payload.length,
                Map.of(SimpleSigning.SIGNATURE, SIGNER.sign(payload)));
        if (isGood(SimpleSigning.claim("it", layer, payload))) {
            JsonNode said = JSON.readTree(payload);
            assertThat(said.at("/critical/image/docker-manifest-digest").textValue())
                    .isEqualTo(DIGEST);
            assertThat(said.at("/critical/type").textValue()).contains("cosign");
        }
    }

    private static void bundle(String text) throws IOException {
        String[] lines = text.split("\n", 2);
        byte[] statement = latin(lines.length < 2 ? "" : lines[1]);
        String bundle = lines[0].replace("#b", Base64.getEncoder().encodeToString(statement));
        if (bundle.contains("#p")) {
            bundle = bundle.replace("#p", SIGNER.sign(enveloped(statement)));
        }
        if (isGood(Bundles.claim("it", latin(bundle)))) {
            JsonNode envelope = JSON.readTree(latin(bundle)).path("dsseEnvelope");
            assertThat(envelope.path("payloadType").textValue()).isEqualTo(STATEMENT);
            assertThat(envelope.path("payload").binaryValue()).isEqualTo(statement);
            JsonNode said = JSON.readTree(statement);
            assertThat(said.path("subject")).hasSize(1);
            assertThat(said.at("/subject/0/digest/sha256").textValue()).isEqualTo(HEX);
            assertThat(said.path("predicateType").textValue()).isEqualTo(Bundles.SIGNED);
        }
    }

    private static byte[] enveloped(byte[] statement) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(latin("DSSEv1 " + STATEMENT.length() + " " + STATEMENT + " " + statement.length + " "));
        out.writeBytes(statement);
        return out.toByteArray();
    }

    private static boolean isGood(Claim claim) {
        Optional<String> objection = claim.objection(TRUSTED, DIGEST);
        objection.ifPresent(why -> assertThat(why).hasSizeBetween(1, 300).doesNotContainPattern("\\p{Cc}"));
        assertThat(claim.objection(KINDS.get(1), DIGEST)).as("another key").isPresent();
        return objection.isEmpty();
    }

    private static void key(String pem) {
        try {
            TrustedKey key = TrustedKey.parse("it", pem);
            assertThat(key.id()).matches("key sha256:[0-9a-f]{64}");
            assertThat(key.signed(latin(pem), latin(pem))).isFalse();
        } catch (ConfigException e) {
            assertThat(e.getMessage()).startsWith("it is ").doesNotContainPattern("\\p{Cc}");
        }
    }
}
