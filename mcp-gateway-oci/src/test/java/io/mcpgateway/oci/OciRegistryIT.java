package io.mcpgateway.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.testkit.LocalRegistry;
import io.mcpgateway.testkit.RegistryExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Against the real program, as it is and with logins. */
class OciRegistryIT {
    @RegisterExtension
    private static final RegistryExtension open = RegistryExtension.open();

    @RegisterExtension
    private static final RegistryExtension guarded = RegistryExtension.guarded();

    private static OciArtifact artifact(String content) {
        return OciArtifact.of(OciArtifact.CATALOG, content.getBytes(StandardCharsets.UTF_8));
    }

    private static OciReference at(RegistryExtension registry, String name) {
        return OciReference.parse(registry.host() + "/" + name);
    }

    private static ThrowingCallable pull(OciRegistry registry, OciReference reference) {
        return () -> registry.pull(reference, OciArtifact.CATALOG);
    }

    @Test
    void whatIsPushedIsPulledUnderTheDigestThatWasKnownBefore() throws Exception {
        OciArtifact artifact = artifact("{\"title\":\"T\",\"servers\":[]}");
        OciReference reference = at(open, "team/cat:v1");
        OciRegistry registry = OciRegistry.builder().build();

        String pushed = registry.push(reference, artifact);
        PulledArtifact pulled = registry.pull(reference, OciArtifact.CATALOG);

        assertThat(pushed).isEqualTo(artifact.digest());
        assertThat(pulled.digest()).isEqualTo(artifact.digest());
        assertThat(pulled.content()).isEqualTo(artifact.content());
        assertThat(registry.pull(reference.at(pushed), OciArtifact.CATALOG).content())
                .isEqualTo(artifact.content());
        assertThat(manifest(reference)).isEqualTo(artifact.manifest());
    }

    /** As any other program gets it. */
    private static byte[] manifest(OciReference reference) throws Exception {
        URI address = URI.create("http://%s/v2/%s/manifests/%s"
                .formatted(reference.registry(), reference.repository(), reference.version()));
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    @Test
    void pushingTwiceIsPushingOnce() {
        OciArtifact artifact = artifact("{\"title\":\"Twice\",\"servers\":[]}");
        OciRegistry registry = OciRegistry.builder().build();

        assertThat(registry.push(at(open, "team/twice"), artifact))
                .isEqualTo(registry.push(at(open, "team/twice"), artifact));
    }

    @Test
    void largeOnesTellHowFarTheyAre() {
        OciArtifact artifact = artifact("\"" + "x".repeat(3 << 20) + "\"");
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        OciRegistry registry = OciRegistry.builder()
                .progress((done, total) -> {
                    assertThat(total).isEqualTo((3 << 20) + 2);
                    heard.add(done);
                })
                .build();

        registry.push(at(open, "team/large"), artifact);
        assertThat(heard).hasSizeGreaterThan(10).isSorted().endsWith((3L << 20) + 2);
        heard.clear();
        registry.pull(at(open, "team/large"), OciArtifact.CATALOG);
        assertThat(heard).hasSizeGreaterThan(10).isSorted().endsWith((3L << 20) + 2);
    }

    @Test
    void missingOnesAreNotFound() {
        OciRegistry registry = OciRegistry.builder().build();

        assertThatThrownBy(pull(registry, at(open, "team/none:v1")))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessageStartingWith("cannot pull " + open.host() + "/team/none:v1: not found at " + open.host())
                .hasMessageContaining("MANIFEST_UNKNOWN");
    }

    @Test
    void otherTypeIsRefusedAndNamed() {
        OciRegistry registry = OciRegistry.builder().build();
        registry.push(at(open, "team/profile"), OciArtifact.of(OciArtifact.PROFILE, new byte[] {'{', '}'}));

        assertThatThrownBy(pull(registry, at(open, "team/profile")))
                .hasMessageContaining("artifact type " + OciArtifact.PROFILE + " is not " + OciArtifact.CATALOG);
    }

    @Test
    void loginIsUsedAndItsAbsenceExplained() {
        OciArtifact artifact = artifact("{\"title\":\"G\",\"servers\":[]}");
        OciReference reference = at(guarded, "team/cat");
        OciRegistry known = OciRegistry.builder()
                .logins(host -> Optional.of(
                                RegistryLogin.password(RegistryExtension.USER, Secret.of(RegistryExtension.PASSWORD)))
                        .filter(login -> host.equals(guarded.host())))
                .build();
        OciRegistry wrong = OciRegistry.builder()
                .logins(host -> Optional.of(RegistryLogin.password(RegistryExtension.USER, Secret.of("wr0ng"))))
                .build();

        assertThat(known.push(reference, artifact)).isEqualTo(artifact.digest());
        assertThat(known.pull(reference, OciArtifact.CATALOG).content()).isEqualTo(artifact.content());
        for (OciRegistry refused : List.of(OciRegistry.builder().build(), wrong)) {
            assertThatThrownBy(pull(refused, reference))
                    .isInstanceOfSatisfying(
                            GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED))
                    .hasMessageContaining("docker login " + guarded.host())
                    .hasMessageNotContaining("wr0ng");
        }
    }

    @Test
    void registryThatDoesNotAnswerIsNamed() throws IOException {
        OciReference nobody = OciReference.parse("127.0.0.1:" + LocalRegistry.freePort() + "/x");

        assertThatThrownBy(pull(OciRegistry.builder().build(), nobody))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVER_UNAVAILABLE))
                .hasMessageContaining(nobody.registry() + " cannot be reached");
    }
}
