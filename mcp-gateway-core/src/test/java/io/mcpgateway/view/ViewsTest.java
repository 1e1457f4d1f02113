package io.mcpgateway.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.json.Members;
import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.GatewayOptions.OnCollision;
import io.mcpgateway.upstream.Features;
import io.mcpgateway.upstream.Offer;
import io.mcpgateway.upstream.ServerDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewsTest {
    private static final CapabilityProfile PROFILE = CapabilityProfile.EMPTY;

    private final List<String> changes = new ArrayList<>();
    private final Set<CapabilityProfile> forgotten = new HashSet<>();
    private Views views = views(GatewayOptions.builder());

    private Views views(GatewayOptions.Builder options) {
        return new Views(
                options.build(),
                profile -> !forgotten.contains(profile),
                (profile, session, lists) ->
                        changes.add(session + lists.stream().sorted().toList()));
    }

    private static ServerDefinition server(String name) {
        return server(name, "d-" + name, "", Optional.empty());
    }

    private static ServerDefinition server(
            String name, String digest, String prefix, Optional<List<String>> allowedTools) {
        return new ServerDefinition(
                name,
                "mcp/" + name,
                new LaunchPlan.InJvm("x", JsonText.emptyObject()),
                digest,
                Isolation.SHARED,
                prefix,
                allowedTools,
                Optional.empty(),
                Optional.empty());
    }

    private static Offer tools(String... names) {
        return new Offer(items("name", names), List.of(), List.of(), List.of(), Features.NONE, "", Map.of(), List.of());
    }

    private static List<Offer.Item> items(String member, String... keys) {
        return Arrays.stream(keys)
                .map(key -> {
                    JsonText definition = JsonText.of("{\"" + member + "\":\"" + key + "\"}");
                    try {
                        return new Offer.Item(
                                key,
                                Members.of(definition, Members.Index.guarded(member))
                                        .get(0),
                                definition);
                    } catch (io.mcpgateway.json.MalformedMessageException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private List<String> shown(String session) {
        return List.copyOf(views.show(PROFILE, session).tools().keySet());
    }

    @Test
    void theOrderIsThatOfTheServersAndNotOfArrival() {
        views.servers(List.of(server("a"), server("b")));
        views.offered(server("b"), PROFILE, tools("y", "x"));
        views.offered(server("a"), PROFILE, tools("z"));
        assertThat(shown("")).containsExactly("z", "y", "x");
        assertThat(views.show(PROFILE, "").toolList())
                .hasToString("[{\"name\":\"z\"},{\"name\":\"y\"},{\"name\":\"x\"}]");
    }

    @Test
    void aNameOnceShownStaysWhenAnEarlierServerArrivesLate() {
        views.servers(List.of(server("a"), server("b")));
        views.offered(server("b"), PROFILE, tools("t"));
        assertThat(shown("")).containsExactly("t");
        views.offered(server("a"), PROFILE, tools("t"));
        assertThat(shown("")).containsExactly("a__t", "t");
        assertThat(views.current(PROFILE, "").tools().get("t").server().name()).isEqualTo("b");
        assertThat(views.current(PROFILE, "").tools().get("a__t").definition()).hasToString("{\"name\":\"a__t\"}");
    }

    @Test
    void aNameThatNobodyHasSeenIsFreeForTheEarlierServer() {
        views.servers(List.of(server("a"), server("b")));
        views.offered(server("b"), PROFILE, tools("t"));
        views.offered(server("a"), PROFILE, tools("t"));
        assertThat(shown("")).containsExactly("t", "b__t");
        assertThat(views.current(PROFILE, "").tools().get("t").server().name()).isEqualTo("a");
    }

    @Test
    void theNameOfADisabledServerIsFree() {
        views.servers(List.of(server("a"), server("b")));
        views.offered(server("a"), PROFILE, tools("t"));
        assertThat(shown("")).containsExactly("t");
        views.servers(List.of(server("b")));
        views.offered(server("b"), PROFILE, tools("t"));
        assertThat(shown("")).containsExactly("t");
    }

    @Test
    void aToolThatIsListedTwiceIsOneTool() {
        for (OnCollision onCollision : OnCollision.values()) {
            views = views(GatewayOptions.builder().onCollision(onCollision));
            views.servers(List.of(server("a")));
            views.offered(server("a"), PROFILE, tools("t", "t", "u", "t"));
            assertThat(shown("")).as(onCollision.name()).containsExactly("t", "u");
            assertThat(views.current(PROFILE, "").problems())
                    .hasSize(2)
                    .allSatisfy(problem -> assertThat(problem.message()).contains("twice"));
            views.offered(server("a"), PROFILE, tools("t", "t", "u"));
            assertThat(shown("")).containsExactly("t", "u");
        }
    }

    @ParameterizedTest
    @CsvSource({"PREFIX, t b__t", "FIRST, t", "REJECT, ''"})
    void collisionsOfServers(OnCollision onCollision, String expected) {
        views = views(GatewayOptions.builder().onCollision(onCollision));
        views.servers(List.of(server("a"), server("b")));
        views.offered(server("a"), PROFILE, tools("t"));
        views.offered(server("b"), PROFILE, tools("t"));
        assertThat(String.join(" ", shown(""))).isEqualTo(expected);
        assertThat(views.current(PROFILE, "").problems()).hasSize(1);
    }

    @Test
    void differentNamesThatLookAlikeAfterCleaningAreToldApart() {
        views.servers(List.of(server("s")));
        String overlong = "x".repeat(64);
        views.offered(server("s"), PROFILE, tools("a/b", "a b", "a_b", overlong + "1", overlong + "2"));
        List<String> names = shown("");
        assertThat(names).hasSize(5).doesNotHaveDuplicates().allMatch(name -> name.matches("[A-Za-z0-9_.-]{1,64}"));
        assertThat(views.current(PROFILE, "").tools().values().stream().map(Target::original))
                .containsExactly("a/b", "a b", "a_b", overlong + "1", overlong + "2");
    }

    @ParameterizedTest
    @CsvSource({
        "'', a b c",
        "a, a",
        "A, a",
        "*, a b c",
        "s:a, a",
        "S:A, a",
        "s:*, a b c",
        "mcp/s:b, b",
        "mcp/s:*, a b c",
        "other:a, ''",
        "nothing, ''",
        "'  b  ', b"
    })
    void theFilterOfTheCommandLine(String filter, String expected) {
        views = views(GatewayOptions.builder().toolFilter(filter.isEmpty() ? List.of() : List.of(filter)));
        views.servers(List.of(server("s")));
        views.offered(server("s"), PROFILE, tools("a", "b", "c"));
        assertThat(String.join(" ", shown(""))).isEqualTo(expected);
    }

    @Test
    void theServersOwnListIsExactAndTheCommandLineOverridesIt() {
        ServerDefinition some = server("s", "d", "", Optional.of(List.of("a", "B")));
        ServerDefinition none = server("n", "n", "", Optional.of(List.of()));
        views.servers(List.of(some, none));
        views.offered(some, PROFILE, tools("a", "b"));
        views.offered(none, PROFILE, tools("c"));
        assertThat(shown("")).containsExactly("a");
        views = views(GatewayOptions.builder().toolFilter(List.of("b", "c")));
        views.servers(List.of(some, none));
        views.offered(some, PROFILE, tools("a", "b"));
        views.offered(none, PROFILE, tools("c"));
        assertThat(shown("")).containsExactly("b", "c");
    }

    @Test
    void prefixesGoBeforeToolsOnly() {
        ServerDefinition prefixed = server("s", "d", "pre", Optional.empty());
        views.servers(List.of(prefixed));
        views.offered(
                prefixed,
                PROFILE,
                new Offer(
                        items("name", "t"),
                        items("name", "p"),
                        items("uri", "x:a"),
                        List.of(),
                        Features.NONE,
                        "",
                        Map.of(),
                        List.of()));
        View view = views.show(PROFILE, "");
        assertThat(view.tools()).containsOnlyKeys("pre__t");
        assertThat(view.prompts()).containsOnlyKeys("p");
        assertThat(view.resources()).containsOnlyKeys("x:a");
    }

    @Test
    void theFirstServerInOrderOwnsAUriAndItIsNeverRewritten() {
        Offer offer = new Offer(
                List.of(),
                List.of(),
                items("uri", "x:a"),
                items("uriTemplate", "x:{b}"),
                Features.NONE,
                "",
                Map.of(),
                List.of());
        views.servers(List.of(server("a"), server("b")));
        views.offered(server("b"), PROFILE, offer);
        views.offered(server("a"), PROFILE, offer);
        View view = views.show(PROFILE, "");
        assertThat(view.ownerOf("x:a").server().name()).isEqualTo("a");
        assertThat(view.ownerOf("x:other").server().name()).isEqualTo("a");
        assertThat(view.ownerOf("y:other")).isNull();
        assertThat(view.problems()).hasSize(2);
    }

    @Test
    void clientsHearOfBytesThatChangeOnceTheyHaveSeenAList() {
        views.servers(List.of(server("a")));
        views.offered(server("a"), PROFILE, tools("t"));
        assertThat(changes).isEmpty();
        shown("");
        views.offered(server("a"), PROFILE, tools("t"));
        assertThat(changes).isEmpty();
        shown("");
        views.offered(server("a"), PROFILE, tools("t", "u"));
        assertThat(changes).containsExactly("[tools]");
        views.offered(server("a"), PROFILE, tools("t"));
        assertThat(changes).as("told of every change, asked since or not").hasSize(2);
    }

    @Test
    void aSessionWithItsOwnListHearsAndSeesIt() {
        views.servers(List.of(server("a"), server("b")));
        views.offered(server("a"), PROFILE, tools("t"));
        shown("one");
        views.offeredTo("one", server("a"), PROFILE, tools("t"));
        assertThat(changes).as("the same bytes").isEmpty();
        views.offeredTo("one", server("a"), PROFILE, tools("t", "own"));
        assertThat(changes).containsExactly("one[tools]");
        assertThat(shown("one")).containsExactly("t", "own");
        assertThat(shown("two")).containsExactly("t");
        views.sessionEnded("one");
        assertThat(shown("one")).containsExactly("t");
    }

    @Test
    void aSessionLosesOnlyTheListOfTheServerWhoseWorkloadHasEndedAndHears() {
        views.servers(List.of(server("a"), server("b")));
        views.offered(server("a"), PROFILE, tools("a"));
        views.offered(server("b"), PROFILE, tools("b"));
        views.offeredTo("one", server("a"), PROFILE, tools("a", "a-own"));
        views.offeredTo("one", server("b"), PROFILE, tools("b", "b-own"));
        views.offeredTo("two", server("b"), PROFILE, tools("b", "b-two"));
        assertThat(shown("one")).containsExactly("a", "a-own", "b", "b-own");
        changes.clear();
        views.forgetOwn("one", server("b"), PROFILE);
        assertThat(changes).containsExactly("one[tools]");
        assertThat(shown("one")).containsExactly("a", "a-own", "b");
        assertThat(shown("two")).containsExactly("a", "b", "b-two");
        views.forgetOwn("one", server("b"), PROFILE);
        assertThat(changes).as("told once").hasSize(1);
        views.forgetOwn("one", server("a"), PROFILE);
        assertThat(changes).hasSize(2);
        assertThat(shown("one")).containsExactly("a", "b");
        assertThat(views.current(PROFILE, "one")).isSameAs(views.current(PROFILE, ""));
    }

    @Test
    void aSessionsOwnListOfAServerThatWasChangedIsForgotten() {
        ServerDefinition before = server("a", "old", "", Optional.empty());
        ServerDefinition after = server("a", "new", "", Optional.empty());
        views.servers(List.of(before));
        views.offered(before, PROFILE, tools("t"));
        views.offeredTo("one", before, PROFILE, tools("own"));
        views.servers(List.of(after));
        views.offered(after, PROFILE, tools("u"));
        assertThat(shown("one")).containsExactly("u");
        views.offeredTo("one", before, PROFILE, tools("late"));
        assertThat(shown("one")).containsExactly("u");
    }

    @Test
    void aSessionWithItsOwnListSeesWhatChangesElsewhere() {
        views.servers(List.of(server("a"), server("b")));
        views.offered(server("a"), PROFILE, tools("t"));
        views.offeredTo("one", server("a"), PROFILE, tools("own"));
        views.offered(server("b"), PROFILE, tools("late"));
        assertThat(shown("one")).containsExactly("own", "late");
        views.servers(List.of(server("b")));
        assertThat(shown("one")).containsExactly("late");
    }

    @Test
    void waitingEndsWhenTheLastServerIsKnownOrDisabledOrTheTimeIsOver() {
        views.servers(List.of(server("a"), server("b"), server("c")));
        CompletableFuture<Void> waiting =
                views.settled(PROFILE, Duration.ofMinutes(5)).toCompletableFuture();
        views.offered(server("a"), PROFILE, tools("t"));
        views.failed(server("b"), PROFILE, new GatewayException(ErrorCode.TIMEOUT, "no"));
        assertThat(waiting).isNotDone();
        views.servers(List.of(server("a"), server("b")));
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(5));
        views.servers(List.of(server("a"), server("z")));
        assertThat(views.settled(PROFILE, Duration.ofMillis(1)).toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(5));
        assertThat(views.isSettled(PROFILE)).isFalse();
    }

    @Test
    void whatComesForAServerThatWasChangedMeanwhileIsDropped() {
        views.servers(List.of(server("a", "new", "", Optional.empty())));
        views.offered(server("a", "old", "", Optional.empty()), PROFILE, tools("t"));
        assertThat(shown("")).isEmpty();
        assertThat(views.isSettled(PROFILE)).isFalse();
    }

    @Test
    void whatComesForAProfileThatWasForgottenMeanwhileIsDropped() {
        CapabilityProfile other = new CapabilityProfile("{\"roots\":{}}");
        ServerDefinition a = server("a");
        ServerDefinition b = server("b");
        views.servers(List.of(a, b));
        assertThat(views.listing(a, other)).isTrue();
        assertThat(views.listing(b, other)).isTrue();
        forgotten.add(other);
        views.forget(other);
        views.offered(a, other, tools("x"));
        assertThat(views.failed(b, other, new GatewayException(ErrorCode.TIMEOUT, "late")))
                .isFalse();
        views.offeredTo("session", a, other, tools("x"));
        assertThat(views.knowledge(a, other)).isNull();
        assertThat(views.knowledge(b, other)).isNull();
        assertThat(views.current(other, "").tools()).isEmpty();
        assertThat(views.current(other, "session").tools()).isEmpty();
        assertThat(views.listing(b, other)).as("a retry that is due").isFalse();
        forgotten.clear();
        assertThat(views.listing(b, other)).isTrue();
    }

    @Test
    void aProfileThatIsBackBeforeItIsForgottenKeepsItsViews() {
        CapabilityProfile other = new CapabilityProfile("{\"roots\":{}}");
        views.servers(List.of(server("a")));
        views.listing(server("a"), other);
        views.offered(server("a"), other, tools("x"));
        views.forget(other);
        assertThat(views.current(other, "").tools()).containsKey("x");
    }

    @Test
    void aFailedServerMayBeListedAgainAndAKnownOneIsNot() {
        views.servers(List.of(server("a")));
        assertThat(views.listing(server("a"), PROFILE)).isTrue();
        assertThat(views.listing(server("a"), PROFILE)).isFalse();
        views.failed(server("a"), PROFILE, new GatewayException(ErrorCode.TIMEOUT, "no"));
        assertThat(views.listing(server("a"), PROFILE)).isTrue();
        views.offered(server("a"), PROFILE, tools("t"));
        assertThat(views.listing(server("a"), PROFILE)).isFalse();
    }

    @Test
    void concurrentListingsAndReadersAgreeInTheEnd() throws Exception {
        List<ServerDefinition> servers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            servers.add(server("s" + i));
        }
        views.servers(servers);
        List<Thread> threads = new ArrayList<>();
        for (ServerDefinition server : servers) {
            Thread thread = new Thread(() -> {
                views.show(PROFILE, server.name());
                views.offered(server, PROFILE, tools("t", server.name()));
                views.show(PROFILE, server.name());
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(20_000);
        }
        await().until(() -> views.isSettled(PROFILE));
        View view = views.show(PROFILE, "");
        assertThat(view.tools()).hasSize(80);
        Set<String> owners = Set.copyOf(view.tools().values().stream()
                .map(target -> target.server().name() + ' ' + target.original())
                .toList());
        assertThat(owners).hasSize(80);
    }
}
