package io.mcpgateway.oci;

import static io.mcpgateway.oci.ScriptedRegistry.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.oci.ScriptedRegistry.Heard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry could do to us, played by one that does it; the real one is in {@code OciRegistryIT}. */
@Timeout(60)
class OciRegistryTest {
    private static final OciArtifact ARTIFACT =
            OciArtifact.of(OciArtifact.CATALOG, "{\"title\":\"T\",\"servers\":[]}".getBytes(StandardCharsets.UTF_8));
    private static final String BLOB = OciArtifact.digest(ARTIFACT.content());
    private static final String BLOB_PATH = "GET /v2/team/cat/blobs/" + BLOB;

    private final ScriptedRegistry scripted = new ScriptedRegistry();

    @AfterEach
    void close() {
        scripted.close();
    }

    private static RegistryLogins user() {
        return host -> Optional.of(RegistryLogin.password("user", Secret.of("pa55word")));
    }

    private byte[] pull(OciRegistry registry) {
        return registry.pull(scripted.reference(), OciArtifact.CATALOG).content();
    }

    private byte[] pull() {
        return pull(OciRegistry.builder().logins(user()).build());
    }

    private void refused(ErrorCode code, String message) {
        assertThatThrownBy(this::pull)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message)
                .hasMessageStartingWith("cannot pull " + scripted.reference())
                .hasMessageNotContaining("pa55word")
                .hasMessageNotContaining("\n");
    }

    @Test
    void passwordGoesToTheTokenServiceAndOnlyTheTokenToTheRegistry() {
        scripted.serve(ARTIFACT);
        scripted.on("GET /v2/", scripted.guarded("t0ken", "", answer(200, Map.of(), "")));
        scripted.on(BLOB_PATH, scripted.guarded("t0ken", "", answer(200, Map.of(), ARTIFACT.content())));
        scripted.on("GET /token", answer(200, Map.of(), "{\"access_token\":\"t0ken\",\"expires_in\":60}"));

        assertThat(pull()).isEqualTo(ARTIFACT.content());

        assertThat(scripted.heard()).hasSize(4);
        Heard token = scripted.heard().get(1);
        assertThat(token.path()).isEqualTo("/token");
        assertThat(token.query())
                .isEqualTo("service=the%2C%20service&scope=repository%3Ateam%2Fcat%3Apull&client_id=mcp-gateway");
        assertThat(token.authorization()).isEqualTo("Basic dXNlcjpwYTU1d29yZA==");
        assertThat(scripted.heard().subList(2, 4))
                .extracting(Heard::authorization)
                .containsOnly("Bearer t0ken");
    }

    @Test
    void identityTokenIsExchangedInTheBody() {
        scripted.serve(ARTIFACT);
        scripted.on("GET /v2/", scripted.guarded("t0ken", "", answer(200, Map.of(), "")));
        scripted.on("POST /token", answer(200, Map.of(), "{\"token\":\"t0ken\"}"));

        byte[] pulled = pull(OciRegistry.builder()
                .logins(host -> Optional.of(RegistryLogin.identityToken(Secret.of("ident+ity"))))
                .build());

        assertThat(pulled).isEqualTo(ARTIFACT.content());
        assertThat(scripted.heard().get(1).body())
                .contains("grant_type=refresh_token", "refresh_token=ident%2Bity")
                .contains("scope=repository%3Ateam%2Fcat%3Apull");
    }

    @Test
    void tokenThatIsTooNarrowIsReplacedOnce() {
        scripted.serve(ARTIFACT);
        scripted.on("GET /v2/", scripted.guarded("t1", "", answer(200, Map.of(), "")));
        scripted.on(
                "GET /v2/team/cat/manifests/v1",
                scripted.guarded(
                        "t2",
                        "repository:team/cat:pull more",
                        answer(200, Map.of("Content-Type", OciArtifact.MANIFEST), ARTIFACT.manifest())));
        scripted.on("GET /token", exchange -> {
            boolean more = exchange.getRequestURI().getRawQuery().contains("more");
            answer(200, Map.of(), more ? "{\"token\":\"t2\"}" : "{\"token\":\"t1\"}")
                    .answer(exchange);
        });

        assertThat(pull()).isEqualTo(ARTIFACT.content());
    }

    @Test
    void registryThatRefusesForEverIsAskedTwice() {
        scripted.on("GET /v2/team/cat/manifests/v1", scripted.guarded("never", "", answer(200, Map.of(), "")));
        scripted.on("GET /token", answer(200, Map.of(), "{\"token\":\"other\"}"));

        refused(ErrorCode.DENIED, "docker login " + scripted.host());

        assertThat(scripted.heard())
                .filteredOn(heard -> heard.path().contains("manifests"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/token",
                "http://example.com/token",
                "ftp://127.0.0.1/token",
                "https://user@127.0.0.1/token",
                "/token",
                "not an address"
            })
    void passwordIsNotSentToARealmThatIsNeitherHttpsNorHere(String realm) {
        scripted.on(
                "GET /v2/",
                answer(401, Map.of("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"x\""), ""));

        assertThatThrownBy(this::pull)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED))
                .hasMessageContaining(realm);
    }

    @ParameterizedTest
    @CsvSource({
        "https://registry.example, https://auth.example/token,  true",
        "https://registry.example, http://auth.example/token,   false",
        "https://registry.example, http://registry.example/t,   false",
        "https://registry.example, https://registry.example/t,  true",
        "https://registry.example, https://127.0.0.1/token,     false",
        "https://registry.example, http://localhost:5000/token, false",
        "https://registry.example, https://169.254.169.254/t,   false",
        "https://registry.example, http://exempt.example/t,     true",
        "http://exempt.example,    http://exempt.example/t,     true",
        "http://exempt.example,    http://other.example/t,      false",
        "http://localhost:5000,    http://127.0.0.1:5001/t,     true",
        "http://localhost:5000,    http://other.example/t,      false",
    })
    void whichRealmsMayHaveALogin(URI registry, URI realm, boolean allowed) {
        assertThat(new Origins(java.util.Set.of("exempt.example")).allowsRealm(registry, realm))
                .isEqualTo(allowed);
    }

    @Test
    void plainHttpIsSpokenWithThisMachineAndWithWhatIsExempt() {
        Origins origins = new Origins(java.util.Set.of("inside.example:5000", "other.example"));

        assertThat(origins.schemes("127.0.0.1:5000")).containsExactly("http", "https");
        assertThat(origins.schemes("localhost")).containsExactly("http", "https");
        assertThat(origins.schemes("[::1]:5000")).containsExactly("http", "https");
        assertThat(origins.schemes("inside.example:5000")).containsExactly("https", "http");
        assertThat(origins.schemes("other.example:99")).containsExactly("https", "http");
        assertThat(origins.schemes("inside.example")).containsExactly("https");
        assertThat(origins.schemes("127.0.0.2:5000")).containsExactly("https");
        assertThat(origins.schemes("localhost.example")).containsExactly("https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"token\":\"a\\r\\nX: y\"}", "{\"token\":\"a\",\"token\":\"b\"}", "[]"})
    void tokenThatIsNoneIsRefused(String answer) {
        scripted.on("GET /v2/", scripted.guarded("x", "", answer(200, Map.of(), "")));
        scripted.on("GET /token", answer(200, Map.of(), answer));

        assertThatThrownBy(this::pull).hasMessageContaining("no token that can be used");
    }

    @Test
    void contentKeptElsewhereIsFetchedWithoutTheCredential() {
        List<URI> fetched = new ArrayList<>();
        scripted.serve(ARTIFACT);
        scripted.on("GET /v2/", answer(401, Map.of("WWW-Authenticate", "Basic realm=\"r\""), ""));
        scripted.on(BLOB_PATH, answer(307, Map.of("Location", "https://cdn.example/blob?sig=1"), ""));
        OciRegistry registry = OciRegistry.builder()
                .logins(user())
                .redirects((address, limit, time) -> {
                    fetched.add(address);
                    assertThat(limit).isEqualTo(ARTIFACT.content().length);
                    return ARTIFACT.content();
                })
                .build();

        assertThat(pull(registry)).isEqualTo(ARTIFACT.content());
        assertThat(fetched).containsExactly(URI.create("https://cdn.example/blob?sig=1"));
        assertThat(scripted.heard().get(1).authorization()).startsWith("Basic ");
        assertThatThrownBy(this::pull).hasMessageContaining("another place, cdn.example");
    }

    @Test
    void anotherPortIsAnotherPlace() {
        try (ScriptedRegistry other = new ScriptedRegistry()) {
            scripted.serve(ARTIFACT);
            scripted.on("GET /v2/", answer(401, Map.of("WWW-Authenticate", "Basic realm=\"r\""), ""));
            scripted.on(BLOB_PATH, answer(307, Map.of("Location", "http://" + other.host() + "/x"), ""));

            assertThatThrownBy(this::pull).hasMessageContaining("another place, " + other.host());
            assertThat(other.heard()).isEmpty();
        }
    }

    @Test
    void wordsBesideARedirectAreNoContent() {
        String page = "<a href=\"/elsewhere\">Temporary Redirect</a>\n".repeat(2000);
        List<Long> progress = new ArrayList<>();
        scripted.serve(ARTIFACT);
        scripted.on(BLOB_PATH, answer(307, Map.of("Location", "/elsewhere"), page));
        scripted.on("GET /elsewhere", answer(200, Map.of(), ARTIFACT.content()));

        byte[] pulled = OciRegistry.builder()
                .progress((done, total) -> progress.add(done))
                .build()
                .pull(scripted.reference(), OciArtifact.CATALOG)
                .content();

        assertThat(pulled).isEqualTo(ARTIFACT.content());
        assertThat(progress).allMatch(done -> done <= ARTIFACT.content().length);
    }

    @Test
    void redirectWithinTheRegistryIsFollowedAFewTimes() {
        scripted.serve(ARTIFACT);
        scripted.on(BLOB_PATH, answer(307, Map.of("Location", "/elsewhere"), ""));
        scripted.on("GET /elsewhere", answer(200, Map.of(), ARTIFACT.content()));
        assertThat(pull()).isEqualTo(ARTIFACT.content());

        scripted.on("GET /elsewhere", answer(307, Map.of("Location", "/elsewhere"), ""));
        refused(ErrorCode.SERVER_UNAVAILABLE, "redirects for ever");
        scripted.on("GET /elsewhere", answer(307, Map.of("Location", "file:///etc/passwd"), ""));
        refused(ErrorCode.SERVER_UNAVAILABLE, "no address");
    }

    @Test
    void lyingDigestsAreFound() {
        scripted.serve(ARTIFACT);
        byte[] other = "{\"title\":\"X\",\"servers\":[]}".getBytes(StandardCharsets.UTF_8);
        scripted.on(BLOB_PATH, answer(200, Map.of(), other));
        refused(ErrorCode.DENIED, "the content is not what was announced");

        scripted.on(BLOB_PATH, answer(200, Map.of(), "{}"));
        refused(ErrorCode.SERVER_UNAVAILABLE, "has 2 bytes, and the manifest says 26");

        scripted.serve(ARTIFACT);
        scripted.on(
                "GET /v2/team/cat/manifests/v1",
                answer(200, Map.of("Docker-Content-Digest", BLOB), ARTIFACT.manifest()));
        refused(ErrorCode.DENIED, "the manifest is not what was announced");

        OciReference exact = scripted.reference().at(BLOB);
        scripted.on("GET /v2/team/cat/manifests/" + BLOB, answer(200, Map.of(), ARTIFACT.manifest()));
        assertThatThrownBy(() -> OciRegistry.builder().build().pull(exact, OciArtifact.CATALOG))
                .hasMessageContaining("the manifest is not what was announced")
                .hasMessageContaining(BLOB);
    }

    @Test
    void hugeContentIsRefusedBeforeItIsFetched() {
        String manifest = new String(ARTIFACT.manifest(), StandardCharsets.UTF_8)
                .replace("\"size\":26", "\"size\":" + (OciRegistry.MAX_BYTES + 1L));
        scripted.manifest(manifest.getBytes(StandardCharsets.UTF_8));

        refused(ErrorCode.LIMIT, "16777217 bytes, and 16777216 are the most");
        assertThat(scripted.heard()).noneMatch(heard -> heard.path().contains("blobs"));
    }

    @Test
    void moreThanWasAnnouncedIsNotRead() {
        scripted.serve(ARTIFACT);
        CompletableFuture<Long> written = new CompletableFuture<>();
        scripted.on(BLOB_PATH, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            long bytes = 0;
            try {
                for (; bytes < 1L << 30; bytes += 1 << 16) {
                    exchange.getResponseBody().write(new byte[1 << 16]);
                }
            } catch (IOException e) {
                // the client has had enough
            }
            written.complete(bytes);
        });

        assertThatThrownBy(this::pull)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT));
        assertThat(written.orTimeout(30, TimeUnit.SECONDS).join()).isLessThan(64L << 20);
    }

    @Test
    void hugeManifestIsNotRead() {
        scripted.manifest(new byte[ArtifactManifest.LARGEST + 1]);

        assertThatThrownBy(this::pull)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT));
    }

    @Test
    void compressedContentIsDecompressedWithinTheLimit() throws IOException {
        serveLayer(gzip(ARTIFACT.content()));
        assertThat(pull()).isEqualTo(ARTIFACT.content());

        serveLayer(gzip(new byte[OciRegistry.MAX_BYTES + 1]));
        refused(ErrorCode.LIMIT, "when decompressed");
        serveLayer(new byte[] {0x1f, (byte) 0x8b, 1, 2, 3});
        refused(ErrorCode.CONFIGURATION, "cannot be decompressed");
        serveLayer(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd});
        refused(ErrorCode.CONFIGURATION, "zstd");
    }

    private void serveLayer(byte[] layer) {
        scripted.serve(OciArtifact.of(OciArtifact.CATALOG, layer));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | artifact type (none) is not",
                "[] | no valid JSON",
                "{\"a\":1,\"a\":2} | no valid JSON",
                "{\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\"}} | it is a container image",
                "{\"artifactType\":\"a/b\"} | artifact type a/b is not",
                "{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]} | image.index",
                "{\"artifactType\":\"TYPE\",\"manifests\":[]} | is no artifact",
                "{\"artifactType\":\"TYPE\"} | has no layer",
                "{\"artifactType\":\"TYPE\",\"layers\":[]} | has no layer",
                "{\"artifactType\":\"TYPE\",\"layers\":[{\"digest\":\"sha512:00\",\"size\":1}]} | no SHA-256 digest",
                "{\"artifactType\":\"TYPE\",\"layers\":[{\"digest\":\"../../x\",\"size\":1}]} | no SHA-256 digest",
                "{\"artifactType\":\"TYPE\",\"layers\":[{\"digest\":\"DIGEST\",\"size\":-1}]} | no size",
                "{\"artifactType\":\"TYPE\",\"layers\":[{\"digest\":\"DIGEST\",\"size\":1.5}]} | no size",
                "{\"artifactType\":\"TYPE\",\"layers\":[{\"digest\":\"DIGEST\",\"size\":99999999999999999999}]} | no size",
            })
    void manifestThatIsNoneOfOursIsRefused(String manifest, String message) {
        String text = manifest.replace("TYPE", OciArtifact.CATALOG).replace("DIGEST", BLOB);
        scripted.manifest(text.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(this::pull).isInstanceOf(GatewayException.class).hasMessageContaining(message);
    }

    @Test
    void silenceEndsAndSoDoesACallThatIsInterrupted() throws Exception {
        scripted.serve(ARTIFACT);
        CountDownLatch silent = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(2);
        scripted.on(BLOB_PATH, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            asked.countDown();
            try {
                silent.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            OciRegistry hasty =
                    OciRegistry.builder().transferTime(Duration.ofMillis(200)).build();
            assertThatThrownBy(() -> pull(hasty))
                    .isInstanceOfSatisfying(
                            GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));

            CompletableFuture<String> ended = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    pull();
                } catch (GatewayException e) {
                    ended.complete(e.getMessage() + " " + Thread.currentThread().isInterrupted());
                }
            });
            thread.start();
            asked.await();
            thread.interrupt();
            assertThat(ended.orTimeout(30, TimeUnit.SECONDS).join())
                    .contains("Interrupted")
                    .endsWith("true");
        } finally {
            silent.countDown();
        }
    }

    @Test
    void uploadIsNotLedAway() {
        scripted.on(
                "POST /v2/team/cat/blobs/uploads/", answer(202, Map.of("Location", "https://evil.example/upload"), ""));

        assertThatThrownBy(() -> OciRegistry.builder().build().push(scripted.reference(), ARTIFACT))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED))
                .hasMessageContaining("evil.example");
    }

    @Test
    void registryThatStoresSomethingElseIsFound() {
        scripted.on("HEAD /v2/team/cat/blobs/" + BLOB, answer(200, Map.of(), ""));
        scripted.on(
                "HEAD /v2/team/cat/blobs/" + OciArtifact.digest(OciArtifact.configuration()),
                answer(307, Map.of("Location", "/x"), ""));
        scripted.on("PUT /v2/team/cat/manifests/v1", answer(201, Map.of("Docker-Content-Digest", BLOB), ""));

        assertThatThrownBy(() -> OciRegistry.builder().build().push(scripted.reference(), ARTIFACT))
                .hasMessageContaining("not what was announced");
    }

    @Test
    void refusalsSayWhatTheRegistrySays() {
        scripted.on(
                "GET /v2/team/cat/manifests/v1",
                answer(
                        429,
                        Map.of(),
                        "{\"errors\":[{\"code\":\"TOOMANY\\u001b\\u009b[31m\",\"message\":\"slow\\ndown\"}]}"));
        refused(ErrorCode.LIMIT, "has had enough requests for now (TOOMANY [31m slow down)");

        scripted.on("GET /v2/team/cat/manifests/v1", answer(503, Map.of(), "<html>".repeat(10_000)));
        refused(ErrorCode.SERVER_UNAVAILABLE, "answered with status 503");
        scripted.on("GET /v2/", answer(404, Map.of(), ""));
        refused(ErrorCode.SERVER_UNAVAILABLE, "is no registry");
    }

    @Test
    void challengesAreReadAsTheyAreWritten() {
        List<Challenge> challenges = Challenge.parse(List.of(
                "Basic realm=\"a, \\\"b\\\"\", Bearer realm=\"https://x/t\" , service=s,scope=\"p q\"",
                "Negotiate abc=="));

        assertThat(challenges).extracting(Challenge::scheme).startsWith("basic", "bearer", "negotiate");
        assertThat(challenges.get(0).parameter("realm")).isEqualTo("a, \"b\"");
        Challenge chosen = Challenge.choose(challenges).orElseThrow();
        assertThat(chosen.parameters())
                .containsOnly(Map.entry("realm", "https://x/t"), Map.entry("service", "s"), Map.entry("scope", "p q"));
        assertThat(Challenge.choose(Challenge.parse(List.of("Digest realm=x", "", "=,=", "\"\"\""))))
                .isEmpty();
        assertThat(Challenge.parse(List.of("Bearer realm=\"" + "\\a".repeat(100_000))))
                .isEmpty();
    }
}
