package io.mcpgateway.sigstore;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.oci.OciRegistry;
import io.mcpgateway.signatures.SignedImages;
import io.mcpgateway.signatures.TrustRule;
import io.mcpgateway.signatures.TrustedIdentity;
import io.mcpgateway.sigstore.OwnAuthorities.Signing;
import io.mcpgateway.testkit.LocalRegistry;
import io.mcpgateway.testkit.RegistryPushes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image in a real registry that somebody signed who has no key. */
class SignedByIdentityIT {
    private static final String ISSUER = "https://issuer.example";
    private static final String SIGNED = "https://sigstore.dev/cosign/sign/v1";

    @TempDir
    private Path directory;

    @Test
    void theSignatureOfAnIdentityCountsAndAnothersDoesNot() throws Exception {
        LocalRegistry.require(SignedByIdentityIT.class);
        OwnAuthorities own = new OwnAuthorities();
        try (LocalRegistry registry = LocalRegistry.start(directory.resolve("registry"), "")) {
            RegistryPushes pushes = new RegistryPushes(registry.host());
            String digest = pushes.image("it/tool", "v1", "tool");
            Signing signing = new Signing(
                    ISSUER, "https://x.example/it", digest, SIGNED, OwnAuthorities.BEGIN.plusSeconds(9), true);
            pushes.bundles("it/tool", digest, List.of(new OwnAuthorities().bundle(signing), own.bundle(signing)));
            String image = registry.host() + "/it/tool:v1";

            assertThatCode(() -> images(registry, own, "https://x.example/it").verify(image, digest))
                    .doesNotThrowAnyException();
            assertThatThrownBy(
                            () -> images(registry, own, "https://y.example/it").verify(image, digest))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContainingAll("https://y.example/it", "signature 2 is not made by");
        }
    }

    private SignedImages images(LocalRegistry registry, OwnAuthorities own, String subject) throws Exception {
        TrustedIdentity identity = TrustedIdentity.of(ISSUER, subject, own.trustedRoot());
        return SignedImages.create(
                List.of(new TrustRule(registry.host() + "/", Optional.empty(), List.of(identity))),
                OciRegistry.builder().build(),
                directory.resolve("home"),
                (level, message, facts) -> {});
    }
}
