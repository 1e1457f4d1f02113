package io.mcpgateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.system.QuadrantDriver.Wanted;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitUrlRequest;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceReference;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The official Java SDK's client trying the features of the matrix; what {@code peers/matrix/features.mjs} is for the
 * TypeScript SDKs. Used by one thread.
 */
final class QuadrantJavaClient implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LISTENING = Duration.ofSeconds(8);
    private static final Duration LISTENING_IN_VAIN = Duration.ofMillis(500);
    private static final String PAGE = "https://example.com/visit?id=1";
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final List<McpSchema.Root> ROOTS =
            List.of(McpSchema.Root.builder("file:///matrix/one").name("one").build());
    private static final Map<String, Map<String, Object>> EXTENSIONS = Map.of(
            "io.modelcontextprotocol/ui",
            Map.of("mimeTypes", List.of("text/html;profile=mcp-app")),
            "com.example/unknown-client",
            Map.of("client", Map.of("depth", List.of(1, Map.of("two", 2)))));

    private final URI endpoint;
    private final McpSyncClient client;
    private final List<Object> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger toolChanges = new AtomicInteger();
    private final AtomicInteger promptChanges = new AtomicInteger();
    private final AtomicInteger resourceChanges = new AtomicInteger();
    private final AtomicInteger names = new AtomicInteger();
    private Duration listening = LISTENING;

    /** Tries one feature; what it throws is what is wrong. */
    private interface Attempt {
        void run() throws IOException;
    }

    private final Map<QuadrantFeature, Attempt> attempts = Map.ofEntries(
            entry(QuadrantFeature.TOOL_DEFINITIONS, this::toolDefinitions),
            entry(QuadrantFeature.STRUCTURED_CONTENT, this::structuredContent),
            entry(QuadrantFeature.HEADER_ANNOTATION, this::headerAnnotation),
            entry(QuadrantFeature.HEADER_MIRRORED, this::headerMirrored),
            entry(QuadrantFeature.PROMPTS, this::prompts),
            entry(QuadrantFeature.RESOURCES, this::resources),
            entry(QuadrantFeature.TEMPLATES, this::templates),
            entry(QuadrantFeature.COMPLETION, this::completion),
            entry(QuadrantFeature.LOGGING, this::logging),
            entry(QuadrantFeature.PROGRESS, this::progress),
            entry(QuadrantFeature.PING_FROM_CLIENT, this::pingFromClient),
            entry(QuadrantFeature.PING_FROM_SERVER, this::pingFromServer),
            entry(QuadrantFeature.PAGINATION, this::pagination),
            entry(QuadrantFeature.ROOTS, this::roots),
            entry(QuadrantFeature.ROOTS_CHANGED, this::rootsChanged),
            entry(QuadrantFeature.SAMPLING, this::sampling),
            entry(QuadrantFeature.ELICITATION_FORM, this::elicitationForm),
            entry(QuadrantFeature.ELICITATION_URL, this::elicitationUrl),
            entry(QuadrantFeature.ELICITATION_URL_REQUIRED, this::elicitationUrlRequired),
            entry(QuadrantFeature.ELICITATION_COMPLETE, this::elicitationComplete),
            entry(QuadrantFeature.SEVERAL_QUESTIONS, this::severalQuestions),
            entry(QuadrantFeature.SEVERAL_ROUNDS, this::severalRounds),
            entry(QuadrantFeature.QUESTIONS_OF_PROMPTS, this::questionsOfPrompts),
            entry(QuadrantFeature.RESOURCE_SUBSCRIPTIONS, this::resourceSubscriptions),
            entry(QuadrantFeature.TOOLS_CHANGED, this::toolsChanged),
            entry(QuadrantFeature.ONLY_A_DESCRIPTION_CHANGED, this::onlyADescriptionChanged),
            entry(QuadrantFeature.PROMPTS_CHANGED, this::promptsChanged),
            entry(QuadrantFeature.RESOURCES_CHANGED, this::resourcesChanged),
            entry(QuadrantFeature.INSTRUCTIONS, this::instructions),
            entry(QuadrantFeature.EXTENSIONS_OF_THE_SERVER, this::extensionsOfTheServer),
            entry(QuadrantFeature.EXTENSIONS_OF_THE_CLIENT, this::extensionsOfTheClient),
            entry(QuadrantFeature.UI_EXTENSION, this::uiExtension),
            entry(QuadrantFeature.CLIENT_CAPABILITIES, this::clientCapabilities),
            entry(QuadrantFeature.TRACE_CONTEXT, this::traceContext));

    private QuadrantJavaClient(URI endpoint) {
        this.endpoint = endpoint;
        this.client = McpClient.sync(transport(endpoint))
                .requestTimeout(PATIENCE)
                .capabilities(ClientCapabilities.builder()
                        .roots(true)
                        .sampling()
                        .elicitation(true, true)
                        .extensions(EXTENSIONS)
                        .build())
                .roots(ROOTS)
                .sampling(this::sampled)
                .elicitation(this::elicited)
                .urlElicitation(this::visited)
                .progressConsumer(heard::add)
                .loggingConsumer(heard::add)
                .resourcesUpdateConsumer(heard::add)
                .elicitationCompleteConsumer(heard::add)
                .toolsChangeConsumer(tools -> toolChanges.incrementAndGet())
                .promptsChangeConsumer(prompts -> promptChanges.incrementAndGet())
                .resourcesChangeConsumer(resources -> resourceChanges.incrementAndGet())
                .build();
    }

    /** What is wrong with each feature; an empty text for nothing. */
    static Map<QuadrantFeature, String> tryAll(URI endpoint, Wanted wanted) {
        Map<QuadrantFeature, String> faults = new EnumMap<>(QuadrantFeature.class);
        try (QuadrantJavaClient client = new QuadrantJavaClient(endpoint)) {
            client.client.initialize();
            for (QuadrantFeature feature : wanted.features()) {
                client.listening = wanted.inVain().contains(feature) ? LISTENING_IN_VAIN : LISTENING;
                faults.put(feature, client.attempt(feature));
            }
        }
        return faults;
    }

    private String attempt(QuadrantFeature feature) {
        Attempt attempt = attempts.get(feature);
        if (attempt == null) {
            return "nothing tries this feature";
        }
        try {
            attempt.run();
            return "";
        } catch (IOException | RuntimeException | AssertionError e) {
            String text = String.valueOf(e).replaceAll("\\s+", " ");
            return text.substring(0, Math.min(400, text.length()));
        }
    }

    private static HttpClientStreamableHttpTransport transport(URI endpoint) {
        return HttpClientStreamableHttpTransport.builder(endpoint.resolve("/").toString())
                .endpoint(endpoint.getPath())
                .addHttpRequestCustomizer((request, method, uri, body, context) ->
                        request.setHeader("Authorization", "Bearer " + Gateway.TOKEN))
                .build();
    }

    @Override
    public void close() {
        client.closeGracefully();
    }

    // ---- what it answers ----

    private CreateMessageResult sampled(CreateMessageRequest request) {
        heard.add(request);
        return CreateMessageResult.builder(Role.ASSISTANT, "sampled", "matrix-model")
                .build();
    }

    private ElicitResult elicited(ElicitFormRequest request) {
        if (request.message().equals("decline")) {
            return ElicitResult.builder(ElicitResult.Action.DECLINE).build();
        }
        Map<String, Object> content = new HashMap<>();
        Map<?, ?> properties = (Map<?, ?>) request.requestedSchema().get("properties");
        properties.keySet().forEach(name -> content.put(name.toString(), name + "-" + names.incrementAndGet()));
        return new ElicitResult(ElicitResult.Action.ACCEPT, content);
    }

    private ElicitResult visited(ElicitUrlRequest request) {
        heard.add(request);
        return ElicitResult.builder(ElicitResult.Action.ACCEPT).build();
    }

    // ---- what it asks ----

    private CallToolResult call(String name, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(name).arguments(arguments).build());
    }

    private String text(String name, Map<String, Object> arguments) {
        return textOf(call(name, arguments));
    }

    private static String textOf(CallToolResult result) {
        String text = ((TextContent) result.content().get(0)).text();
        assertThat(result.isError()).as(text).isNotEqualTo(true);
        return text;
    }

    private JsonNode json(String name) throws IOException {
        return MAPPER.readTree(text(name, Map.of()));
    }

    private Tool tool(String name) {
        return find(client.listTools().tools(), tool -> tool.name().equals(name));
    }

    private Prompt prompt(String name) {
        return find(client.listPrompts().prompts(), prompt -> prompt.name().equals(name));
    }

    private Resource resource(String name) {
        return find(
                client.listResources().resources(), resource -> resource.name().equals(name));
    }

    private static <T> T find(Collection<T> all, java.util.function.Predicate<T> wanted) {
        Optional<T> found = all.stream().filter(wanted).findFirst();
        assertThat(found).isPresent();
        return found.orElseThrow();
    }

    private TextResourceContents read(String uri) {
        return (TextResourceContents)
                client.readResource(McpSchema.ReadResourceRequest.builder(uri).build())
                        .contents()
                        .get(0);
    }

    private <T> List<T> heard(Class<T> type) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private void until(String what, Supplier<Boolean> condition) {
        await(what).atMost(listening).pollInterval(Duration.ofMillis(20)).until(condition::get);
    }

    // ---- the features ----

    private void toolDefinitions() {
        Tool tool = tool("rich");
        assertThat(tool.title()).isEqualTo("Rich");
        assertThat(tool.annotations().readOnlyHint()).isTrue();
        assertThat(tool.annotations().openWorldHint()).isFalse();
        assertThat(tool.icons()).hasSize(1);
        assertThat(tool.icons().get(0).theme()).isEqualTo("dark");
        assertThat(tool.outputSchema()).containsEntry("properties", Map.of("sum", Map.of("type", "number")));
        assertThat(tool.meta()).containsEntry("com.example/tool", Map.of("deep", List.of(1)));
    }

    private void structuredContent() {
        CallToolResult result = call("rich", Map.of("a", 1.5, "b", 2));
        assertThat(result.structuredContent()).isEqualTo(Map.of("sum", 3.5));
        assertThat(((McpSchema.ResourceLink) result.content().get(1)).uri()).isEqualTo("matrix://text");
        assertThat(result.meta()).containsEntry("com.example/result", Map.of("kept", List.of(1, 2)));
        assertThat(call("fails", Map.of()).isError()).isTrue();
    }

    private void headerAnnotation() throws IOException {
        Map<?, ?> properties = (Map<?, ?>) tool("header").inputSchema().get("properties");
        assertThat(((Map<?, ?>) properties.get("region")).get("x-mcp-header")).isEqualTo("Region");
        assertThat(MAPPER.readTree(text("header", Map.of("region", "eu é")))
                        .get("region")
                        .asText())
                .isEqualTo("eu é");
    }

    private void headerMirrored() throws IOException {
        assertThat(MAPPER.readTree(text("header", Map.of("region", "eu-west1")))
                        .get("header")
                        .asText())
                .isEqualTo("eu-west1");
    }

    private void prompts() {
        Prompt prompt = prompt("greet");
        assertThat(prompt.title()).isEqualTo("Greeting");
        assertThat(prompt.icons()).hasSize(1);
        McpSchema.GetPromptResult got = client.getPrompt(McpSchema.GetPromptRequest.builder("greet")
                .arguments(Map.of("name", "Ada"))
                .build());
        assertThat(((TextContent) got.messages().get(0).content()).text()).isEqualTo("Greet Ada.");
        assertThat(got.meta()).containsEntry("com.example/result", "Ada");
    }

    private void resources() {
        Resource listed = resource("text");
        assertThat(listed.annotations().priority()).isEqualTo(0.5);
        assertThat(listed.icons()).hasSize(1);
        assertThat(read("matrix://text").text()).isEqualTo("This is the text.");
        assertThatThrownBy(() -> read("matrix://nowhere"))
                .isInstanceOfSatisfying(
                        McpError.class,
                        error -> assertThat(error.getJsonRpcError().code()).isIn(-32002, -32602));
    }

    private void templates() {
        assertThat(client.listResourceTemplates().resourceTemplates())
                .anyMatch(template -> template.uriTemplate().equals("matrix://item/{id}"));
        assertThat(read("matrix://item/7").text()).isEqualTo("item 7");
    }

    private void completion() {
        assertThat(client.completeCompletion(McpSchema.CompleteRequest.builder(
                                        PromptReference.builder("greet").build(),
                                        new McpSchema.CompleteRequest.CompleteArgument("name", "cat"))
                                .build())
                        .completion()
                        .values())
                .containsExactly("catalan", "catherine");
        assertThat(client.completeCompletion(McpSchema.CompleteRequest.builder(
                                        new ResourceReference("matrix://item/{id}"),
                                        new McpSchema.CompleteRequest.CompleteArgument("id", "o"))
                                .context(new McpSchema.CompleteRequest.CompleteContext(Map.of("language", "en")))
                                .build())
                        .completion()
                        .values())
                .containsExactly("one", "other", "in en");
    }

    private void logging() {
        client.setLoggingLevel(LoggingLevel.WARNING);
        text("log", Map.of("plain", true));
        until(
                "two messages",
                () -> heard(McpSchema.LoggingMessageNotification.class).size() == 2);
        // The SDK hands them on in any order.
        assertThat(heard(McpSchema.LoggingMessageNotification.class))
                .extracting(McpSchema.LoggingMessageNotification::data)
                .containsExactlyInAnyOrder("warning", "error");
    }

    private void progress() {
        Map<String, Object> key = Map.of("key", "progress-java");
        CompletableFuture<CallToolResult> called =
                CompletableFuture.supplyAsync(() -> client.callTool(CallToolRequest.builder("progress")
                        .arguments(key)
                        .progressToken("mine")
                        .build()));
        until("three steps", () -> heard(McpSchema.ProgressNotification.class).size() == 3);
        text("release", key);
        assertThat(textOf(called.join())).isEqualTo("Done.");
        assertThat(heard(McpSchema.ProgressNotification.class))
                .allMatch(step -> step.progressToken().equals("mine"))
                .extracting(McpSchema.ProgressNotification::message)
                .containsExactlyInAnyOrder("step 1", "step 2", "step 3");
    }

    private void pingFromClient() {
        client.ping();
    }

    private void pingFromServer() {
        assertThat(text("ping_client", Map.of())).isEqualTo("{}");
    }

    private void pagination() {
        McpSchema.ListResourcesResult first = client.listResources((String) null);
        assertThat(first.nextCursor()).isNotNull();
        List<String> uris =
                client.listResources().resources().stream().map(Resource::uri).toList();
        assertThat(uris).doesNotHaveDuplicates().contains("matrix://filler/1", "matrix://filler/1100");
        assertThat(client.listResources(first.nextCursor()).resources()).isNotEmpty();
    }

    private void roots() throws IOException {
        assertThat(json("ask_roots").at("/roots/roots/0/uri").asText()).isEqualTo("file:///matrix/one");
    }

    private void rootsChanged() {
        int before = Integer.parseInt(text("roots_changed", Map.of()));
        client.rootsListChangedNotification();
        until("the server is told", () -> Integer.parseInt(text("roots_changed", Map.of())) > before);
    }

    private void sampling() throws IOException {
        assertThat(json("ask_sampling").at("/sampling/result/content/text").asText())
                .isEqualTo("sampled");
        assertThat(heard(CreateMessageRequest.class))
                .last()
                .satisfies(request -> assertThat(request.systemPrompt()).isEqualTo("Be brief."));
    }

    private void elicitationForm() throws IOException {
        assertThat(json("ask_form").at("/form/content/name").asText()).startsWith("name-");
        assertThat(json("ask_declined").at("/declined/action").asText()).isEqualTo("decline");
    }

    private void elicitationUrl() throws IOException {
        assertThat(json("ask_url").at("/url/action").asText()).isEqualTo("accept");
        assertThat(heard(ElicitUrlRequest.class))
                .last()
                .satisfies(request -> assertThat(request.url()).isEqualTo(PAGE));
    }

    private void elicitationUrlRequired() {
        assertThatThrownBy(() -> call("url_required", Map.of())).isInstanceOfSatisfying(McpError.class, error -> {
            assertThat(error.getJsonRpcError().code()).isEqualTo(-32042);
            assertThat(error.getJsonRpcError().data()).asString().contains(PAGE);
        });
        assertThat(text("url_required", Map.of())).isEqualTo("visited");
    }

    private void elicitationComplete() {
        text("elicitation_complete", Map.of());
        until(
                "it comes",
                () -> !heard(McpSchema.ElicitationCompleteNotification.class).isEmpty());
    }

    private void severalQuestions() throws IOException {
        JsonNode answers = json("ask_several");
        assertThat(answers.at("/roots/roots")).hasSize(1);
        assertThat(answers.at("/sampling/result/content/text").asText()).isEqualTo("sampled");
        assertThat(answers.at("/form/action").asText()).isEqualTo("accept");
    }

    private void severalRounds() throws IOException {
        assertThat(json("ask_rounds")).hasSize(3).doesNotHaveDuplicates();
    }

    private void questionsOfPrompts() {
        McpSchema.GetPromptResult got = client.getPrompt(
                McpSchema.GetPromptRequest.builder("asking_prompt").build());
        assertThat(((TextContent) got.messages().get(0).content()).text()).startsWith("In a mood: mood-");
    }

    private void resourceSubscriptions() {
        String uri = "matrix://watched";
        client.subscribeResource(McpSchema.SubscribeRequest.builder(uri).build());
        int before = heard(List.class).size();
        String said = text("change", Map.of("kind", "resource"));
        until("the update comes", () -> heard(List.class).size() > before);
        assertThat(read(uri).text()).isEqualTo(said);
        client.unsubscribeResource(McpSchema.UnsubscribeRequest.builder(uri).build());
    }

    private void toolsChanged() {
        changes(toolChanges, "added", () -> client.listTools().tools().size());
    }

    private void onlyADescriptionChanged() {
        changes(toolChanges, "tools", () -> tool("changing").description());
    }

    private void promptsChanged() {
        changes(promptChanges, "prompts", () -> prompt("changing_prompt").description());
    }

    private void resourcesChanged() {
        changes(
                resourceChanges,
                "resources",
                () -> client.listResources().resources().size());
    }

    private void changes(AtomicInteger count, String kind, Supplier<Object> look) {
        Object before = look.get();
        int told = count.get();
        text("change", Map.of("kind", kind));
        until("the client is told", () -> count.get() > told);
        until("the list changes", () -> !look.get().equals(before));
    }

    private void instructions() {
        assertThat(client.getServerInstructions()).contains("The matrix server: \"ask it\", with é and \uD83D\uDE00.");
    }

    private void extensionsOfTheServer() {
        assertThat(client.getServerCapabilities().extensions())
                .containsEntry("io.modelcontextprotocol/ui", Map.of("mimeTypes", List.of("text/html;profile=mcp-app")))
                .containsEntry("com.example/unknown", Map.of("server", Map.of("depth", List.of(1, Map.of("two", 2)))));
    }

    private void extensionsOfTheClient() throws IOException {
        assertThat(json("client_facts").at("/capabilities/extensions"))
                .isEqualTo(MAPPER.readTree(MAPPER.writeValueAsString(EXTENSIONS).getBytes(UTF_8)));
    }

    private void uiExtension() {
        Map<?, ?> ui = (Map<?, ?>) tool("rich").meta().get("ui");
        assertThat(resource("view").mimeType()).isEqualTo("text/html;profile=mcp-app");
        assertThat(read(ui.get("resourceUri").toString()).text()).contains("view");
    }

    private void clientCapabilities() throws IOException {
        JsonNode facts = json("client_facts");
        assertThat(facts.at("/capabilities/elicitation").isObject()).isTrue();
        try (McpSyncClient less = McpClient.sync(transport(endpoint))
                .requestTimeout(PATIENCE)
                .capabilities(ClientCapabilities.builder().roots(false).build())
                .build()) {
            less.initialize();
            JsonNode capabilities = MAPPER.readTree(textOf(less.callTool(
                            CallToolRequest.builder("client_facts").build())))
                    .get("capabilities");
            assertThat(capabilities.fieldNames()).toIterable().containsExactly("roots");
        }
    }

    private void traceContext() throws IOException {
        CallToolResult result = client.callTool(new CallToolRequest(
                "client_facts",
                Map.of(),
                Map.of("traceparent", TRACEPARENT, "com.example/mine", Map.of("deep", List.of(1)))));
        JsonNode meta = MAPPER.readTree(textOf(result)).get("meta");
        assertThat(meta.get("traceparent").asText()).isEqualTo(TRACEPARENT);
        assertThat(meta.at("/com.example~1mine/deep/0").asInt()).isEqualTo(1);
    }
}
