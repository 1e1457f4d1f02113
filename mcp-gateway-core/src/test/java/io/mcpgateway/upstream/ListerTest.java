package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.Era;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListerTest {
    private final FakeServer server = new FakeServer();

    private CompletableFuture<Offer> list(String capabilities, Function<Envelope, String> answers) {
        server.answers = answers;
        Upstream upstream = TestUpstreams.of(Duration.ofMinutes(1), new TestEvents() {
            @Override
            public void noise(String what) {
                throw new AssertionError(what);
            }
        });
        upstream.attach(JavaLink.open("s", server, upstream), false);
        upstream.greeted(TestUpstreams.hello(Era.LEGACY, capabilities.split(" ")));
        return Lister.list(upstream).toCompletableFuture();
    }

    private static Offer offer(CompletableFuture<Offer> listed) throws Exception {
        return listed.get(30, TimeUnit.SECONDS);
    }

    private static String tools(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> "{\"name\":\"t" + i + "\",\"inputSchema\":{\"type\":\"object\"}}")
                .collect(Collectors.joining(",", "\"tools\":[", "]"));
    }

    @Test
    void asksOnlyForWhatIsDeclared() throws Exception {
        offer(list("tools", request -> "{" + tools(0, 1) + "}"));
        assertThat(server.methods).containsExactly("tools/list");
    }

    @Test
    void walksOverAllPagesAndHandsTheCursorBackAsItWas() throws Exception {
        Offer offer = offer(list("tools", request -> {
            String cursor = request.paramString(Envelope.CURSOR);
            int page = cursor == null ? 0 : Integer.parseInt(cursor.substring(cursor.indexOf('ä') + 1));
            return "{" + tools(page * 10, 10) + (page < 30 ? ",\"nextCursor\":\"\\\"\\nä" + (page + 1) + "\"}" : "}");
        }));
        assertThat(offer.tools()).hasSize(310);
        assertThat(offer.tools().get(309).key()).isEqualTo("t309");
        assertThat(offer.problems()).isEmpty();
    }

    @Test
    void whatStandsBesideTheEntriesIsKept() throws Exception {
        Offer offer = offer(list("tools", request -> {
            boolean first = request.paramString(Envelope.CURSOR) == null;
            return "{\"x\" : " + (first ? "1.0" : "2") + ",\"resultType\":\"complete\"," + tools(0, 1)
                    + (first
                            ? ",\"_meta\":{\"a/k\":[],\"io.modelcontextprotocol/serverInfo\":{}},\"nextCursor\":\"n\"}"
                            : ",\"y\":{\"z\" : null},\"_meta\":{\"a/k\":1,\"b/k\":1e2}}");
        }));
        assertThat(offer.beside().get("tools").following())
                .isEqualTo(",\"x\":1.0,\"_meta\":{\"a/k\":[],\"b/k\":1e2},\"y\":{\"z\" : null}");
    }

    @Test
    void whatStandsBesideTheEntriesIsBounded() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        Offer offer = offer(list("tools", request -> {
            int page = pages.getAndIncrement();
            String junk = IntStream.range(0, 500)
                    .mapToObj(i -> ",\"x" + page + "-" + i + "\":1")
                    .collect(Collectors.joining());
            return "{" + tools(page, 1) + junk + (page < 5 ? ",\"nextCursor\":\"" + page + "\"}" : "}");
        }));
        assertThat(offer.tools()).hasSize(6);
        assertThat(offer.beside().get("tools").members()).hasSize(1000);
        assertThat(offer.problems()).singleElement().asString().contains("too many members beside its entries");
    }

    @Test
    void aCursorThatComesAgainEndsTheWalk() throws Exception {
        Offer offer = offer(list("tools", request -> "{" + tools(0, 1) + ",\"nextCursor\":\"same\"}"));
        assertThat(server.methods).hasSize(2);
        assertThat(offer.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("does not end"));
    }

    @Test
    void anEndlessListEnds() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        Offer offer =
                offer(list("tools", request -> "{\"tools\":[],\"nextCursor\":\"" + pages.incrementAndGet() + "\"}"));
        assertThat(pages).hasValueLessThan(1000);
        assertThat(offer.problems()).hasSize(1);
    }

    @Test
    void endlessJunkIsBoundedInNumberAndInWords() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        String junk = "{\"x\":\"" + "y".repeat(1000) + "\"}";
        String page = IntStream.range(0, 1000).mapToObj(i -> junk).collect(Collectors.joining(",", "[", "]"));
        Offer offer = offer(list(
                "tools", request -> "{\"tools\":" + page + ",\"nextCursor\":\"" + pages.incrementAndGet() + "\"}"));
        assertThat(pages).hasValueLessThan(30);
        assertThat(offer.tools()).isEmpty();
        assertThat(offer.problems())
                .hasSizeLessThan(110)
                .allSatisfy(problem -> assertThat(problem.message()).hasSizeLessThan(300));
    }

    @Test
    void hugePagesAreBoundedInBytes() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        String huge = "x".repeat(8 << 20);
        offer(list(
                "tools",
                request ->
                        "{\"pad\":\"" + huge + "\",\"tools\":[],\"nextCursor\":\"" + pages.incrementAndGet() + "\"}"));
        assertThat(pages).hasValueLessThan(12);
    }

    @Test
    void aPageWithTooManyItemsFailsTheListing() {
        assertThat(list("tools", request -> "{" + tools(0, 20_001) + "}"))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withMessageContaining("20000");
    }

    @Test
    void unusableDefinitionsAreLeftOutByKind() throws Exception {
        String longName = "n".repeat(5000);
        Offer offer = offer(list("tools prompts resources", request -> switch (request.method()) {
            case "tools/list" ->
                "{\"tools\":[17,{},{\"name\":\"\",\"inputSchema\":{\"type\":\"object\"}},{\"name\":\"a\"},{\"name\":\"b\",\"inputSchema\":[]},"
                        + "{\"name\":\"c\",\"Name\":\"d\",\"inputSchema\":{\"type\":\"object\"}},{\"name\":\""
                        + longName
                        + "\",\"inputSchema\":{\"type\":\"object\"}},{\"name\":\"ok\",\"inputSchema\":{\"type\":\"object\"}}]}";
            case "prompts/list" -> "{\"prompts\":[{\"name\":5},{\"name\":\"ok\"}]}";
            case "resources/list" ->
                "{\"resources\":[{\"uri\":\"no scheme\"},{\"uri\":\"relative\"},{\"uri\":\"x:ok\"},{\"name\":\"x\"}]}";
            default ->
                "{\"resourceTemplates\":[{\"uriTemplate\":\"x:{a\"},{\"uriTemplate\":\"x:{{a}}\"},{\"uriTemplate\":\"x:}\"},"
                        + "{\"uriTemplate\":\"{a}\"},{\"uriTemplate\":\"x:" + "{a}".repeat(51)
                        + "\"},{\"uriTemplate\":\"x:{a}\"}]}";
        }));
        assertThat(offer.tools()).extracting(Offer.Item::key).containsExactly("ok");
        assertThat(offer.prompts()).extracting(Offer.Item::key).containsExactly("ok");
        assertThat(offer.resources()).extracting(Offer.Item::key).containsExactly("x:ok");
        assertThat(offer.templates()).extracting(Offer.Item::key).containsExactly("x:{a}");
        assertThat(offer.problems()).hasSize(7 + 1 + 3 + 5);
    }

    @Test
    void aMethodThatIsNotThereIsAnEmptyListAndAnyOtherErrorAFailure() throws Exception {
        Offer offer = offer(list(
                "tools resources",
                request -> request.method().equals("resources/templates/list")
                        ? "{\"code\":-32601,\"message\":\"no\"}"
                        : "{}"));
        assertThat(offer.templates()).isEmpty();
        assertThat(list("tools", request -> "{\"code\":-32603,\"message\":\"broken inside\"}"))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("broken inside");
        for (String result : new String[] {"[]", "5", "{\"tools\":{}}", "null"}) {
            assertThat(list("tools", request -> result)).as(result).failsWithin(Duration.ofSeconds(10));
        }
    }
}
