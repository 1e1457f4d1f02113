package io.mcpgateway.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OciArtifactTest {
    @Test
    void theManifestIsThoseBytesAndNoOthers() {
        OciArtifact artifact = OciArtifact.of(
                OciArtifact.CATALOG, "{\"title\":\"T\",\"servers\":[]}".getBytes(StandardCharsets.UTF_8));

        assertThat(new String(artifact.manifest(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                                + "\"artifactType\":\"application/vnd.docker.mcp.catalog.v1+json\","
                                + "\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\","
                                + "\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"size\":2},"
                                + "\"layers\":[{\"mediaType\":\"application/json\","
                                + "\"digest\":\"sha256:892ecc6ee6a4947d6416c4091a057ea141f198074da918ad11d6f38bf5fe7654\",\"size\":26}]}");
        assertThat(artifact.digest()).matches("sha256:[0-9a-f]{64}").isEqualTo(OciArtifact.digest(artifact.manifest()));
    }

    @Test
    void whatIsHandedOutIsACopy() {
        byte[] content = {'{', '}'};
        OciArtifact artifact = OciArtifact.of(OciArtifact.PROFILE, content);
        String digest = artifact.digest();

        content[0] = 'x';
        artifact.content()[0] = 'x';
        artifact.manifest()[0] = 'x';

        assertThat(artifact.digest()).isEqualTo(digest);
        assertThat(artifact.content()).isEqualTo(new byte[] {'{', '}'});
    }

    @Test
    void typeThatIsNoMediaTypeIsRefused() {
        assertThatThrownBy(() -> OciArtifact.of("a\"b", new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
