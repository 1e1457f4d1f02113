package io.mcpgateway.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.testkit.JavaServerContract;
import io.mcpgateway.testkit.JavaServerDialogue;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesServerTest implements JavaServerContract {
    @TempDir
    Path base;

    private Path root;
    private Path secret;
    private JavaServer server;
    private JavaServerDialogue client;

    @BeforeEach
    void tree() throws IOException {
        root = Files.createDirectories(base.toRealPath().resolve("root"));
        secret = Files.createDirectories(base.toRealPath().resolve("outside")).resolve("secret.txt");
        Files.writeString(secret, "s3cret");
        Files.createDirectories(root.resolve("sub/deep"));
        Files.writeString(root.resolve("a.txt"), "one\ntwo\nthree\n");
        Files.writeString(root.resolve("sub/b.md"), "needle here\n");
        Files.writeString(root.resolve("sub/deep/c.md"), "nothing\n");
        server = create("[\"" + root + "\"]", "false");
        client = JavaServerDialogue.initialized(server);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private JavaServer create(String directories, String readOnly) {
        return new FilesProvider()
                .create(new StarterContext(base, Map.of("directories", directories, "readOnly", readOnly)));
    }

    @Override
    public JavaServer server(Path home) {
        return new FilesProvider().create(new StarterContext(home, Map.of("directories", "[\"" + home + "\"]")));
    }

    private JsonNode call(String tool, Path path) {
        return call(tool, path.toString());
    }

    private JsonNode call(String tool, String path) {
        ObjectNode arguments = Trees.object().put("path", path);
        arguments.put("content", "written").put("pattern", "*");
        arguments.putArray("edits").addObject().put("oldText", "s3cret").put("newText", "changed");
        return client.call(tool, arguments.toString());
    }

    private static String text(JsonNode result) {
        return result.path("content").path(0).path("text").asText();
    }

    private static String error(JsonNode result) {
        assertThat(result.path("isError").asBoolean()).as(result.toString()).isTrue();
        return text(result);
    }

    private static JsonNode data(JsonNode result) {
        assertThat(result.path("isError").asBoolean()).as(result.toString()).isFalse();
        return result.path("structuredContent");
    }

    @Test
    void filesAreReadWholeOrInPart() {
        assertThat(text(call("read_text_file", root.resolve("a.txt")))).isEqualTo("one\ntwo\nthree\n");
        assertThat(text(call("read_text_file", "sub/b.md"))).isEqualTo("needle here\n");
        assertThat(text(client.call("read_text_file", "{\"path\":\"a.txt\",\"head\":2}")))
                .isEqualTo("one\ntwo\n");
        assertThat(text(client.call("read_text_file", "{\"path\":\"a.txt\",\"tail\":1}")))
                .isEqualTo("three\n");
        assertThat(text(client.call("read_text_file", "{\"path\":\"a.txt\",\"tail\":9}")))
                .isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void directoriesAreListedInOrder() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), secret);

        JsonNode listed = data(call("list_directory", root));

        assertThat(listed.path("entries"))
                .map(entry ->
                        entry.path("name").asText() + ":" + entry.path("type").asText())
                .containsExactly("a.txt:file", "link:symlink", "sub:directory");
        assertThat(listed.path("complete").asBoolean()).isTrue();
    }

    @Test
    void filesAreFoundByPatternAndContent() {
        JsonNode all = data(client.call("search_files", "{\"path\":\".\",\"pattern\":\"*.md\"}"));
        JsonNode some =
                data(client.call("search_files", "{\"path\":\".\",\"pattern\":\"*\",\"containing\":\"needle\"}"));

        assertThat(all.path("matches")).hasSize(2);
        assertThat(some.path("matches"))
                .singleElement()
                .isEqualTo(JavaServerDialogue.json(
                        "{\"path\":\"" + root.resolve("sub/b.md") + "\",\"line\":1,\"text\":\"needle here\"}"));
    }

    @Test
    void filesAreWrittenAtOnceAndKeepTheirMode() throws IOException {
        Files.setPosixFilePermissions(root.resolve("a.txt"), PosixFilePermissions.fromString("rw-r-----"));

        assertThat(text(call("write_file", root.resolve("a.txt")))).startsWith("Wrote");
        assertThat(text(call("write_file", "sub/new.txt"))).startsWith("Wrote");

        assertThat(root.resolve("a.txt")).hasContent("written");
        assertThat(root.resolve("sub/new.txt")).hasContent("written");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("a.txt"))))
                .isEqualTo("rw-r-----");
        try (Stream<Path> names = Files.walk(root)) {
            assertThat(names.map(Path::toString)).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void editsAreAllMadeOrNone() {
        String good =
                "{\"path\":\"a.txt\",\"edits\":[{\"oldText\":\"one\",\"newText\":\"1\"},{\"oldText\":\"two\",\"newText\":\"2\"}]}";
        String ambiguous =
                "{\"path\":\"a.txt\",\"edits\":[{\"oldText\":\"1\",\"newText\":\"x\"},{\"oldText\":\"e\",\"newText\":\"\"}]}";
        String absent = "{\"path\":\"a.txt\",\"edits\":[{\"oldText\":\"four\",\"newText\":\"4\"}]}";

        assertThat(text(client.call("edit_file", good))).contains("2 edits");
        assertThat(error(client.call("edit_file", ambiguous))).contains("edit 2", "more than once");
        assertThat(error(client.call("edit_file", absent))).contains("nowhere");

        assertThat(root.resolve("a.txt")).hasContent("1\n2\nthree\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside/secret.txt",
                "/etc/passwd",
                "sub/../../outside/secret.txt",
                "BASE/outside/secret.txt",
                "ROOT/../outside/secret.txt",
                "BASE/rootless",
                "dirlink/secret.txt",
                "filelink",
                "sub/../filelink",
                "loop",
                "dirlink/../root/filelink",
                "nul\\u0000byte"
            })
    void nothingOutsideIsReachedByAnyTool(String spelled) throws IOException {
        Files.createSymbolicLink(root.resolve("dirlink"), secret.getParent());
        Files.createSymbolicLink(root.resolve("filelink"), secret);
        Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
        Files.createDirectories(base.resolve("rootless"));
        String path = spelled.replace("BASE", base.toRealPath().toString())
                .replace("ROOT", root.toString())
                .replace("\\u0000", "\0");

        for (String tool :
                new String[] {"read_text_file", "list_directory", "search_files", "get_file_info", "edit_file"}) {
            assertThat(error(call(tool, path))).as(tool).doesNotContain("s3cret");
        }
        // A link that points nowhere may be replaced by a file, inside; nothing is written through it.
        call("write_file", path);

        assertThat(secret).hasContent("s3cret");
        try (Stream<Path> outside = Files.list(secret.getParent())) {
            assertThat(outside).containsExactly(secret);
        }
        assertThat(base.resolve("rootless")).isEmptyDirectory();
    }

    @Test
    void aLinkThatStaysInsideIsFollowedAndWritingGoesToItsTarget() throws IOException {
        Files.createSymbolicLink(root.resolve("inner"), root.resolve("a.txt"));

        assertThat(text(call("read_text_file", "inner"))).startsWith("one");
        call("write_file", "inner");

        assertThat(root.resolve("inner")).isSymbolicLink();
        assertThat(root.resolve("a.txt")).hasContent("written");
    }

    /** Somebody swaps a directory for a link to the outside and back, as fast as they can. */
    @Test
    void aDirectoryThatBecomesALinkMeanwhileLeadsNowhere() throws Exception {
        Path door = root.resolve("door");
        Path parked = root.resolve("parked");
        Files.createDirectories(door);
        Files.writeString(door.resolve("secret.txt"), "harmless");
        AtomicBoolean stop = new AtomicBoolean();
        Thread swapper = new Thread(() -> {
            while (!stop.get()) {
                try {
                    Files.move(door, parked, StandardCopyOption.ATOMIC_MOVE);
                    Files.createSymbolicLink(door, secret.getParent());
                    Files.delete(door);
                    Files.move(parked, door, StandardCopyOption.ATOMIC_MOVE);
                } catch (FileSystemException race) {
                    continue;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        swapper.start();
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            String text = text(call("read_text_file", "door/secret.txt"));
            assertThat(text).doesNotContain("s3cret");
            read += text.equals("harmless") || text.equals("written") ? 1 : 0;
            refused += text.contains("outside the allowed directories") ? 1 : 0;
            call("edit_file", "door/secret.txt");
            if (i % 10 == 0) {
                call("write_file", "door/secret.txt");
                call("write_file", "door/other.txt");
            }
        }
        stop.set(true);
        swapper.join();

        assertThat(secret).hasContent("s3cret");
        try (Stream<Path> outside = Files.list(secret.getParent())) {
            assertThat(outside).containsExactly(secret);
        }
        // Both sides of the race were seen, or this proves nothing.
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void whatIsNoTextFileIsRefused() throws Exception {
        Files.write(root.resolve("binary"), new byte[] {(byte) 0xc3, 0x28});
        Files.write(root.resolve("large"), new byte[TextFile.LARGEST + 1]);
        assertThat(new ProcessBuilder("mkfifo", root.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(error(call("read_text_file", "binary"))).contains("not UTF-8");
        assertThat(error(call("read_text_file", "large"))).contains("the most");
        assertThat(error(call("read_text_file", "pipe"))).contains("not a regular file");
        assertThat(error(call("read_text_file", "sub"))).contains("not a regular file");
        assertThat(error(call("write_file", "pipe"))).contains("not a regular file");
        assertThat(error(call("write_file", "nowhere/x"))).contains("does not exist");
        assertThat(error(call("read_text_file", "absent"))).contains("There is no");
        assertThat(error(call("list_directory", "a.txt"))).contains("a.txt");
        assertThat(error(client.call("read_text_file", "{}"))).contains("'path'");
    }

    @Test
    void withoutDirectoriesThereAreNoToolsAndTheRemedyIsTold() {
        StarterContext context = new StarterContext(base, Map.of());
        try (JavaServer bare = new FilesProvider().create(context);
                JavaServerDialogue other = JavaServerDialogue.open(bare)) {
            JsonNode greeting = other.ask("initialize", "{\"protocolVersion\":\"2025-11-25\"}")
                    .path("result");

            assertThat(greeting.path("instructions").asText()).contains("directories:");
            assertThat(other.ask("tools/list", "{}").path("result").path("tools"))
                    .isEmpty();
            assertThat(context.reported()).anyMatch(message -> message.contains("directories:"));
        }
    }

    @Test
    void readOnlyTakesWritingAway() {
        try (JavaServer reader = create(root.toString(), "true");
                JavaServerDialogue other = JavaServerDialogue.initialized(reader)) {
            assertThat(other.ask("tools/list", "{}").path("result").path("tools"))
                    .isNotEmpty()
                    .allMatch(tool ->
                            tool.path("annotations").path("readOnlyHint").asBoolean());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"relative\"]", "[\"/nonexistent/directory\"]", "[7]", "[broken", "relative"})
    void wrongDirectoriesAreToldWhenTheServerIsMade(String directories) {
        assertThatThrownBy(() -> create(directories, "false"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'files'");
    }
}
