package io.mcpgateway.oci;

import static io.mcpgateway.oci.ScriptedRegistry.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciRepositoryTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String LISTED =
            "{\"manifests\":[{\"mediaType\":\"m\",\"artifactType\":\"t\",\"digest\":\"" + DIGEST + "\",\"size\":7}]}";

    private final ScriptedRegistry scripted = new ScriptedRegistry();

    @AfterEach
    void close() {
        scripted.close();
    }

    private OciRepository repository() {
        return OciRegistry.builder().build().open(scripted.reference(), "cannot look");
    }

    private void manifest(String version, String content) {
        scripted.on("GET /v2/team/cat/manifests/" + version, answer(200, Map.of(), content));
    }

    private void fails(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageStartingWith("cannot look");
    }

    @Test
    void aManifestIsKnownByTheDigestOfItsBytes() {
        String text = "{\"layers\":[{\"mediaType\":\"m\",\"digest\":\"" + DIGEST
                + "\",\"size\":3,\"annotations\":{\"a\":\"b\",\"n\":1}}]}";
        manifest("v1", text);

        OciManifest manifest = repository().manifest("v1").orElseThrow();

        assertThat(manifest.digest()).isEqualTo(OciReference.digestOf(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(manifest.layers()).containsExactly(new OciContent("m", "", DIGEST, 3, Map.of("a", "b")));
        assertThat(repository().manifest("none")).isEmpty();
    }

    @Test
    void aManifestOfAnotherDigestIsRefused() {
        manifest(DIGEST, "{}");
        fails(ErrorCode.DENIED, () -> repository().manifest(DIGEST));
        scripted.on("GET /v2/team/cat/manifests/v1", answer(200, Map.of("Docker-Content-Digest", DIGEST), "{}"));
        fails(ErrorCode.DENIED, () -> repository().manifest("v1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{\"layers\":7}",
                "{\"layers\":[1,{},{\"digest\":\"sha256:0\",\"size\":1}]}",
                "{\"layers\":[{\"digest\":\"sha256:abababababababababababababababababababababababababababababababab\",\"size\":-1}]}",
                "{\"layers\":[{\"digest\":\"sha256:abababababababababababababababababababababababababababababababab\",\"size\":\"1\"}]}",
                "{\"layers\":[],\"layers\":[{\"digest\":\"sha256:abababababababababababababababababababababababababababababababab\",\"size\":1}]}"
            })
    void whatNamesNothingThatCanBeFetchedIsNotThere(String text) {
        manifest("v1", text);

        assertThat(repository().manifest("v1").orElseThrow().layers()).isEmpty();
    }

    @Test
    void soManyLayersAreReadAndNoMore() {
        manifest(
                "v1",
                IntStream.range(0, 1000)
                        .mapToObj(i -> "{\"digest\":\"" + DIGEST + "\",\"size\":" + i + "}")
                        .collect(Collectors.joining(",", "{\"layers\":[", "]}")));

        assertThat(repository().manifest("v1").orElseThrow().layers()).hasSize(OciManifest.MOST_CONTENTS);
    }

    @Test
    void aBlobIsWhatItsDigestSays() {
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        String digest = OciReference.digestOf(content);
        scripted.on("GET /v2/team/cat/blobs/" + digest, answer(200, Map.of(), content));
        scripted.on("GET /v2/team/cat/blobs/" + DIGEST, answer(200, Map.of(), content));

        assertThat(repository().blob(new OciContent("", "", digest, 7, Map.of()), 100))
                .isEqualTo(content);
        fails(ErrorCode.DENIED, () -> repository().blob(new OciContent("", "", DIGEST, 7, Map.of()), 100));
        fails(ErrorCode.LIMIT, () -> repository().blob(new OciContent("", "", digest, 101, Map.of()), 100));
    }

    @Test
    void aRegistryThatKeepsAListOfReferrersIsAskedForIt() {
        scripted.on("GET /v2/team/cat/referrers/" + DIGEST, answer(200, Map.of(), LISTED));

        assertThat(repository().referrers(DIGEST)).containsExactly(new OciContent("m", "t", DIGEST, 7, Map.of()));
        assertThat(scripted.heard()).noneMatch(heard -> heard.path().contains("manifests"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405})
    void elseTheTagUnderWhichClientsKeepIt(int status) {
        scripted.on("GET /v2/team/cat/referrers/" + DIGEST, answer(status, Map.of(), ""));
        assertThat(repository().referrers(DIGEST)).isEmpty();

        manifest(DIGEST.replace(':', '-'), LISTED);
        assertThat(repository().referrers(DIGEST)).hasSize(1);
    }

    @Test
    void aRegistryThatFailsIsNotTakenForOneThatHasNothing() {
        scripted.on("GET /v2/team/cat/referrers/" + DIGEST, answer(500, Map.of(), ""));
        fails(ErrorCode.SERVER_UNAVAILABLE, () -> repository().referrers(DIGEST));
        scripted.on("GET /v2/team/cat/manifests/v1", answer(403, Map.of(), ""));
        fails(ErrorCode.DENIED, () -> repository().manifest("v1"));
    }
}
