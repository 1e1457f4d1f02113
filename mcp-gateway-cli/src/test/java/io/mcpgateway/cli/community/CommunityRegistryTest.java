package io.mcpgateway.cli.community;

import static io.mcpgateway.cli.community.RegistryServer.image;
import static io.mcpgateway.cli.community.RegistryServer.official;
import static io.mcpgateway.cli.community.RegistryServer.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommunityRegistryTest {
    private static final String NOTES = "/v0/servers/io.acme%2Fnotes";
    private static final String FIRST = "/v0/servers?version=latest&limit=100";

    private final RegistryServer http = new RegistryServer();
    private CommunityRegistry registry;

    @BeforeEach
    void setUp() {
        Session session = session();
        session.allowRemote(List.of(http.host()));
        registry = new CommunityRegistry(session);
    }

    @AfterEach
    void tearDown() {
        http.close();
    }

    static Session session() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return new Session(
                new Console(new ByteArrayInputStream(new byte[0]), out, new PrintStream(out), Map.of(), Terminal.NONE));
    }

    private void refused(ErrorCode code, String message, String reference) {
        assertThatThrownBy(() -> registry.server(reference))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aReferenceWithoutVersionIsTheNewestAndItsSourceIsPinned() {
        http.answer(
                NOTES + "/versions",
                page(
                        "",
                        image("io.acme/notes", "2.0", official("active", false)),
                        image("io.acme/notes", "1.9+b", official("active", true))));
        CommunityServer server = registry.server(http.url() + "/v0/servers/io.acme%2Fnotes");
        assertThat(server.source()).isEqualTo(http.url() + NOTES + "/versions/1.9%2Bb");
        ObjectNode form = server.registered();
        assertThat(form.path("type").asText()).isEqualTo("registry");
        assertThat(form.path("source").asText()).isEqualTo(server.source());
        assertThat(form.at("/snapshot/server/name").asText()).isEqualTo("io-acme-notes");
        assertThat(form.at("/snapshot/server/type").asText()).isEqualTo("server");
        assertThat(form.at("/snapshot/server/metadata/registryUrl").asText()).isEqualTo(server.source());
    }

    @Test
    void withoutTheRegistrysWordTheFirstVersionThatIsNotDeletedIsTheNewest() {
        http.answer(NOTES + "/versions", page("", image("io.acme/notes", "3", ""), image("io.acme/notes", "2", "")));
        assertThat(registry.server(http.url() + NOTES + "/versions/latest").version())
                .isEqualTo("3");
        http.answer(
                "/v0/servers/a%2Fb/versions",
                page("", image("a/b", "2", official("active", false)), image("a/b", "1", official("active", false))));
        refused(ErrorCode.NOT_FOUND, "no latest version found", http.url() + "/v0/servers/a/b");
        http.answer("/v0/servers/a%2Fc/versions", "{\"servers\":7}");
        refused(ErrorCode.CONFIGURATION, "no list of versions", http.url() + "/v0/servers/a/c");
    }

    @Test
    void aVersionIsFetchedByItself() {
        http.answer(NOTES + "/versions/1.0", image("io.acme/notes", "1.0", official("deprecated", false)));
        CommunityServer server = registry.server(http.url() + NOTES + "/versions/1.0");
        assertThat(server.entry().path("image").asText()).isEqualTo("docker.io/acme/notes:1.0");
        assertThat(server.notes()).containsExactly("io.acme/notes 1.0 is deprecated in the registry");
        refused(ErrorCode.NOT_FOUND, "server version not found: io.acme/notes 9", http.url() + NOTES + "/versions/9");
        refused(ErrorCode.NOT_FOUND, "server not found: nobody", http.url() + "/v0.1/servers/nobody");
    }

    @Test
    void anotherServerThanTheOneAskedForIsRefused() {
        http.answer(NOTES + "/versions", page("", image("io.evil/notes", "1", official("active", true))));
        refused(ErrorCode.CONFIGURATION, "answers with another server, io.evil/notes 1", http.url() + NOTES);
        http.answer(NOTES + "/versions/1", image("io.acme/notes", "2", ""));
        refused(ErrorCode.CONFIGURATION, "answers with another server", http.url() + NOTES + "/versions/1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://example.com/v0/servers | expected at least 3 path segments, got 2",
                "https://example.com | expected at least 3 path segments, got 0",
                "https://example.com/a/b/c/d | could not find API version and server name",
                "https://example.com/v0/servers/versions | could not find API version and server name",
                "https://example.com/v0/servers/x/versions/1/2 | after the version",
                "https://example.com/v0/servers/x?version=1 | without '?'",
                "https://example.com/v0/servers/%zz | invalid registry URL",
                "v0/servers/x | expected https://HOST",
                "not a url | invalid registry URL",
            })
    void whatIsNoReferenceIsSaid(String reference, String message) {
        refused(ErrorCode.CONFIGURATION, message, reference);
        assertThat(CommunityRegistry.isReference(reference)).isFalse();
    }

    @Test
    void plainHttpAndPrivateAddressesNeedAllowRemote() {
        registry = new CommunityRegistry(session());
        refused(ErrorCode.DENIED, "https", http.url() + NOTES);
        refused(ErrorCode.DENIED, "127.0.0.1", "https://127.0.0.1/v0/servers/x");
        assertThat(http.requests()).isEmpty();
    }

    @Test
    void aRedirectToAForeignPlaceIsNotFollowed() {
        http.redirect(NOTES + "/versions", "https://169.254.169.254/latest/meta-data");
        refused(ErrorCode.DENIED, "169.254.169.254", http.url() + NOTES);
        http.redirect("/v0/servers/a%2Fb/versions", http.url() + "/elsewhere");
        http.answer("/elsewhere", page("", image("a/b", "1", "")));
        assertThat(registry.server(http.url() + "/v0/servers/a%2Fb").version()).isEqualTo("1");
    }

    @Test
    void allPagesAreReadAndTheOrderIsOurs() {
        http.answer(FIRST, page("a+b", image("z/z", "1", official("active", true)), image("b/b", "1", "")))
                .answer(FIRST + "&cursor=a%2Bb", page("", image("a/a", "1", ""), image("z/z", "1", "")));
        Listing listing = registry.list(http.url(), Set.of("b/b"), servers -> {});
        assertThat(listing.servers()).extracting(CommunityServer::registryName).containsExactly("a/a", "z/z");
        assertThat(listing.skippedKinds()).containsEntry("excluded", 1).hasSize(1);
        assertThat(listing.problems()).isEmpty();
        ObjectNode form = listing.servers().get(0).listed();
        assertThat(form.path("type").asText()).isEqualTo("image");
        assertThat(form.path("image").asText()).isEqualTo("docker.io/acme/a:1");
        assertThat(form.at("/snapshot/server/metadata/tags/0").asText()).isEqualTo("community");
    }

    @Test
    void aFailingPageIsAskedForAgainAndThenToldWhileTheOthersStayOfUse() {
        http.answer(FIRST, 500, "").answer(FIRST, page("2", image("a/a", "1", "")));
        http.answer(FIRST + "&cursor=2", 503, "");
        Listing listing = registry.list(http.url(), Set.of(), servers -> {});
        assertThat(listing.servers()).extracting(CommunityServer::name).containsExactly("a-a");
        assertThat(listing.problems()).singleElement().asString().contains("page 2", "503", "missing");
        assertThat(http.requests()).hasSize(4);
    }

    @Test
    void aListWhoseFirstPageFailsIsAnErrorAndNothingElse() {
        http.answer(FIRST, 500, "");
        assertThatThrownBy(() -> registry.list(http.url(), Set.of(), servers -> {}))
                .hasMessageContaining("HTTP status 500");
        http.answer("/other/v0.1/servers?version=latest&limit=100", "[]");
        assertThatThrownBy(() -> registry.list(http.url() + "/other/v0.1/servers/", Set.of(), servers -> {}))
                .hasMessageContaining("no list of servers");
    }

    @Test
    void aRegistryThatKnowsTheStableInterfaceOnlyIsAskedInThat() {
        http.answer("/v0.1/servers?version=latest&limit=100&search=no%20tes%26", page("", image("a/a", "1", "")));
        Listing found = registry.search(http.url(), "no tes&");
        assertThat(found.servers())
                .singleElement()
                .satisfies(
                        server -> assertThat(server.source()).isEqualTo(http.url() + "/v0.1/servers/a%2Fa/versions/1"));
    }

    @Test
    void aListWithoutEndEnds() {
        http.answer(FIRST, page("again", image("a/a", "1", "")));
        http.answer(FIRST + "&cursor=again", page("again", image("b/b", "1", "")));
        Listing listing = registry.list(http.url(), Set.of(), servers -> {});
        assertThat(listing.servers()).hasSize(2);
        assertThat(listing.problems()).singleElement().asString().contains("no sensible next page");
    }

    @Test
    void whatIsNoServerIsLeftOutAndTheOthersStay() {
        String nuget = "{\"server\":{\"name\":\"n/n\",\"version\":\"1\",\"packages\":[{\"registryType\":\"nuget\","
                + "\"identifier\":\"N.N\"}]}}";
        http.answer(
                FIRST,
                page(
                        "",
                        "7",
                        "null",
                        "{}",
                        "{\"server\":{\"name\":[]}}",
                        "{\"server\":{\"name\":\"a\\u0007\"}}",
                        nuget,
                        "{\"server\":{\"name\":\"x/x\",\"packages\":[[]],\"remotes\":{\"a\":1},\"_meta\":3}}",
                        image("d/d", "1", official("deleted", true)),
                        image("a/a", "1", ",\"_meta\":[]")));
        Listing listing = registry.list(http.url(), Set.of(), servers -> {});
        assertThat(listing.servers()).extracting(CommunityServer::name).containsExactly("a-a");
        assertThat(listing.skippedKinds())
                .containsOnly(
                        Map.entry("invalid", 5),
                        Map.entry("nuget", 1),
                        Map.entry("no packages", 1),
                        Map.entry("deleted", 1));
        assertThat(listing.fetched()).isEqualTo(9);
    }

    @Test
    void twoServersOfOneNameInCatalogsGetTwo() {
        http.answer(FIRST, page("", image("a.b/c", "1", ""), image("a/b-c", "1", "")));
        assertThat(registry.list(http.url(), Set.of(), servers -> {}).servers())
                .extracting(CommunityServer::name, CommunityServer::registryName)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a-b-c", "a.b/c"),
                        org.assertj.core.groups.Tuple.tuple("a-b-c-2", "a/b-c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deep", "huge", "garbage", "latin"})
    void hostileBytesAreRefusedInOneSentence(String kind) {
        String body = switch (kind) {
            case "deep" -> "[".repeat(200_000);
            case "huge" -> "{\"servers\":[\"" + "x".repeat(17 << 20) + "\"]}";
            case "garbage" -> "{\"servers\":[}";
            default -> "\u0000";
        };
        http.answer(NOTES + "/versions", body);
        assertThatThrownBy(() -> registry.server(http.url() + NOTES))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining(http.host())
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1)
                .hasSizeLessThan(300);
    }
}
