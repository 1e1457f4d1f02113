package io.mcpgateway.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.testkit.JavaServerContract;
import io.mcpgateway.testkit.JavaServerDialogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryServerTest implements JavaServerContract {
    private static final String ADA =
            "{\"entities\":[{\"name\":\"Ada\",\"entityType\":\"person\",\"observations\":[\"likes tea\"]}"
                    + ",{\"name\":\"Acme\",\"entityType\":\"company\",\"observations\":[]}]}";
    private static final String WORKS =
            "{\"relations\":[{\"from\":\"Ada\",\"to\":\"Acme\",\"relationType\":\"works_for\"}]}";

    @TempDir
    Path home;

    @Override
    public JavaServer server(Path directory) {
        return new MemoryProvider().create(new StarterContext(directory, Map.of()));
    }

    private Path file() {
        return home.resolve("memory/memory.jsonl");
    }

    private JsonNode call(String tool, String arguments) {
        try (JavaServer server = server(home);
                JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            return client.call(tool, arguments);
        }
    }

    private JsonNode data(String tool, String arguments) {
        JsonNode result = call(tool, arguments);
        assertThat(result.path("isError").asBoolean()).as(result.toString()).isFalse();
        return result.path("structuredContent");
    }

    private static String error(JsonNode result) {
        assertThat(result.path("isError").asBoolean()).as(result.toString()).isTrue();
        return result.path("content").path(0).path("text").asText();
    }

    @Test
    void whatIsStoredIsThereForTheNextServer() {
        assertThat(data("create_entities", ADA).path("count").asInt()).isEqualTo(2);
        assertThat(data("create_relations", WORKS).path("count").asInt()).isEqualTo(1);

        assertThat(data("open_nodes", "{\"names\":[\"Ada\",\"Nobody\"]}"))
                .isEqualTo(
                        JavaServerDialogue.json(
                                "{\"entities\":[{\"name\":\"Ada\",\"entityType\":\"person\",\"observations\":[\"likes tea\"]}],\"relations\":[{\"from\":\"Ada\",\"to\":\"Acme\",\"relationType\":\"works_for\"}],\"total\":1}"));
    }

    @Test
    void searchWantsEveryWordAnywhere() {
        data("create_entities", ADA);

        assertThat(data("search_nodes", "{\"query\":\"TEA person\"}")
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(data("search_nodes", "{\"query\":\"tea company\"}")
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    void whatIsKnownIsNotStoredTwice() {
        data("create_entities", ADA);
        data("create_relations", WORKS);

        assertThat(data("create_entities", ADA).path("count").asInt()).isZero();
        assertThat(data("create_relations", WORKS).path("count").asInt()).isZero();
        assertThat(data(
                                "add_observations",
                                "{\"contents\":[{\"entityName\":\"Ada\",\"observations\":[\"likes tea\",\"is tall\",\"is tall\"]}]}")
                        .path("count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void deletingAnEntityTakesItsRelationsAlong() {
        data("create_entities", ADA);
        data("create_relations", WORKS);

        data("delete_entities", "{\"entityNames\":[\"Acme\",\"Nobody\"]}");

        JsonNode graph = data("read_graph", "{}");
        assertThat(graph.path("relations")).isEmpty();
        assertThat(graph.path("total").asInt()).isEqualTo(1);
    }

    @Test
    void observationsAndRelationsAreDeleted() {
        data("create_entities", ADA);
        data("create_relations", WORKS);

        data("delete_observations", "{\"deletions\":[{\"entityName\":\"Ada\",\"observations\":[\"likes tea\"]}]}");
        data("delete_relations", WORKS);

        JsonNode graph = data("read_graph", "{}");
        assertThat(graph.path("relations")).isEmpty();
        assertThat(graph.path("entities").path(0).path("observations")).isEmpty();
    }

    @Test
    void aChangeThatFailsHalfWayChangesNothing() {
        data("create_entities", ADA);

        String message = error(
                call(
                        "add_observations",
                        "{\"contents\":[{\"entityName\":\"Ada\",\"observations\":[\"new\"]},{\"entityName\":\"Bob\",\"observations\":[\"new\"]}]}"));

        assertThat(message).contains("'Bob'");
        assertThat(data("search_nodes", "{\"query\":\"new\"}").path("total").asInt())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{\"type\":\"entity\"}",
                "{\"type\":\"entity\",\"name\":\"A\",\"entityType\":\"b\",\"observations\":[1]}",
                "{\"type\":\"entity\",\"name\":\"A\",\"entityType\":\"b\",\"observations\":[]}\n{\"type\":\"entity\",\"name\":\"A\",\"entityType\":\"b\",\"observations\":[]}",
                "{\"type\":\"relation\",\"from\":\"A\"}",
                "{\"type\":\"surprise\"}",
                "[]",
                "{\"type\":\"entity\",\"name\":\"A\""
            })
    void aDamagedFileIsToldWithItsLineAndNeverOverwritten(String damage) throws IOException {
        data("create_entities", ADA);
        String damaged = Files.readString(file()) + damage + "\n";
        Files.writeString(file(), damaged);

        String read = error(call("read_graph", "{}"));
        String write = error(call("delete_entities", "{\"entityNames\":[\"Ada\"]}"));

        assertThat(read).contains(file().toString(), damage.contains("\n") ? "line 4" : "line 3");
        assertThat(write).contains("damaged");
        assertThat(file()).hasContent(damaged);
    }

    @Test
    void aFileThatIsNotTextOrTooLargeIsLeftAlone() throws IOException {
        data("create_entities", ADA);
        Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(error(call("create_entities", ADA))).contains("not UTF-8");
        assertThat(Files.size(file())).isEqualTo(2);

        Files.write(file(), new byte[MemoryFile.LARGEST + 1]);
        assertThat(error(call("create_entities", ADA))).contains("larger");
        assertThat(Files.size(file())).isEqualTo(MemoryFile.LARGEST + 1L);
    }

    @Test
    void membersThatOthersWroteSurvive() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(
                file(),
                "\n{\"type\":\"entity\",\"name\":\"Eve\",\"entityType\":\"person\",\"observations\":[],\"since\":1.50}\r\n");

        data("create_entities", ADA);

        assertThat(Files.readString(file())).contains("\"since\":1.5").contains("Ada");
    }

    @Test
    void onlyItsOwnerMayReadTheFileAndNothingElseIsLeftBeside() throws IOException {
        data("create_entities", ADA);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(file().getParent())) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("memory.jsonl", "memory.jsonl.lock");
        }
    }

    @Test
    void serversThatShareAFileLoseNothingOfEachOther() {
        List<CompletableFuture<Void>> writers = IntStream.range(0, 4)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 10; i++) {
                        data(
                                "create_entities",
                                "{\"entities\":[{\"name\":\"e%d-%d\",\"entityType\":\"t\",\"observations\":[]}]}"
                                        .formatted(writer, i));
                    }
                }))
                .toList();

        writers.forEach(CompletableFuture::join);

        assertThat(data("read_graph", "{}").path("total").asInt()).isEqualTo(40);
    }

    @Test
    void sizesAreBounded() {
        assertThat(error(call(
                        "create_entities",
                        "{\"entities\":[{\"name\":\"%s\",\"entityType\":\"t\",\"observations\":[]}]}"
                                .formatted("x".repeat(257)))))
                .contains("256");
        assertThat(error(call(
                        "create_entities",
                        "{\"entities\":[{\"name\":\"a\",\"entityType\":\"t\",\"observations\":[\"%s\"]}]}"
                                .formatted("x".repeat(8193)))))
                .contains("8192");
        assertThat(file()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"entities\":7}", "{\"entities\":[7]}", "{\"entities\":[{}]}"})
    void malformedArgumentsAreNamed(String arguments) {
        assertThat(error(call("create_entities", arguments))).contains("entities");
    }
}
