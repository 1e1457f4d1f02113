package io.mcpgateway.cli.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.GatewayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {
    @TempDir
    Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Session session;
    private Path one;
    private Path two;

    @BeforeEach
    void setUp() {
        session = session();
        one = home.resolve("one.yaml");
        two = home.resolve("sub/two.yaml");
    }

    private Session session() {
        Session made = new Session(new Console(
                InputStream.nullInputStream(),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                Terminal.NONE));
        made.home(home);
        return made;
    }

    private void change(String first, String second) {
        new State(session).change("test", change -> {
            change.write(one, first);
            change.write(two, second);
            return null;
        });
    }

    @Test
    void theHistoryIsBoundedInNumberAndSize() throws IOException {
        String large = "x".repeat(12 << 20);
        for (int i = 0; i < 8; i++) {
            change(large + i, "");
        }
        assertThat(changes()).hasSizeBetween(2, 3); // each holds what was and what is

        for (int i = 0; i < 60; i++) {
            change("small " + i, "");
        }
        assertThat(changes()).hasSizeLessThanOrEqualTo(50).hasSizeGreaterThan(40);
        assertThat(new State(session).undo()).isEqualTo("test");
        assertThat(one).hasContent("small 58");
    }

    private List<Path> changes() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve(".history"))) {
            return all.toList();
        }
    }

    @Test
    void severalFilesChangeTogetherAndGoBackTogether() throws IOException {
        change("a\n", "b\n");
        change("c\n", "d\n");
        assertThat(one).hasContent("c\n");
        assertThat(new State(session).undo()).isEqualTo("test");
        assertThat(one).hasContent("a\n");
        assertThat(two).hasContent("b\n");
        assertThat(new State(session).undo()).isEqualTo("test");
        assertThat(one).doesNotExist();
        assertThat(two).doesNotExist();
        assertThat(new State(session).undo()).isNull();
    }

    @Test
    void whatThrowsAndWhatChangesNothingLeavesNoTrace() {
        change("a\n", "b\n");
        assertThatThrownBy(() -> new State(session).change("fails", change -> {
                    change.write(one, "x");
                    throw new ConfigException("no");
                }))
                .hasMessage("no");
        change("a\n", "b\n");
        assertThat(one).hasContent("a\n");
        assertThat(home.resolve(".history"))
                .isDirectoryContaining("glob:**/00000001")
                .isDirectoryNotContaining("glob:**/00000002");
    }

    @Test
    void aFileThatChangedSinceIsNotOverwrittenByUndo() throws IOException {
        change("a\n", "b\n");
        change("c\n", "d\n");
        Files.writeString(two, "mine\n");
        assertThatThrownBy(() -> new State(session).undo())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(two.toString())
                .hasMessageContaining("nothing is undone");
        assertThat(one).hasContent("c\n");
        assertThat(two).hasContent("mine\n");
    }

    @Test
    void anotherProgramThatWritesMeanwhileIsNotOverwritten() {
        assertThatThrownBy(() -> new State(session).change("test", change -> {
                    change.write(one, change.text(one) + "a\n");
                    try {
                        Files.writeString(one, "theirs\n");
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    return null;
                }))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("another program");
        assertThat(one).hasContent("theirs\n");
    }

    @Test
    void aDryRunShowsTheDifferenceAndChangesNothing() {
        change("a\nb\nc\nd\ne\nf\ng\nh\n", "x\n");
        session.dryRun(true);
        new State(session).change("test", change -> {
            change.write(one, "a\nb\nc\nd\nE\nf\ng\nh\ni\n");
            change.delete(two);
            return null;
        });
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("--- " + one + "\n+++ " + one + "\n@@ -2,7 +2,8 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n+i\n--- "
                        + two + "\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-x\n");
        assertThat(two).hasContent("x\n");
    }

    @Test
    void aChangeThatWasCutShortIsDoneToItsEnd() throws IOException {
        change("a\n", "b\n");
        change("c\n", "d\n");
        Files.move(home.resolve(".history/00000002"), home.resolve(".history/pending"));
        Files.writeString(two, "b\n"); // the first file was written, the second was not
        new State(session).change("other", change -> {
            assertThat(change.text(two)).isEqualTo("d\n");
            return null;
        });
        assertThat(new State(session).undo()).isEqualTo("test");
        assertThat(one).hasContent("a\n");
        assertThat(two).hasContent("b\n");
    }

    @Test
    void onlyTheLastChangesAreKept() throws IOException {
        for (int i = 0; i < 60; i++) {
            change(i + "\n", "");
        }
        try (var kept = Files.list(home.resolve(".history"))) {
            assertThat(kept).hasSize(50);
        }
    }

    @Test
    void noUpdateIsLost() {
        CompletableFuture<?>[] all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    for (int n = 0; n < 10; n++) {
                        new State(session()).change("add", change -> {
                            change.write(one, change.text(one) + "x");
                            return null;
                        });
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();
        assertThat(one).hasContent("x".repeat(80));
    }

    @Test
    void aChangeThatCannotBeMadeIsPutBackAndNotMadeLater() throws IOException {
        change("a\n", "b\n");
        Path blocked = Files.createSymbolicLink(home.resolve("blocked.yaml"), home.resolve("nowhere/at-all"));
        Path added = home.resolve("added/three.yaml");
        assertThatThrownBy(() -> new State(session).change("fails", change -> {
                    change.write(one, "c\n");
                    change.write(added, "n\n");
                    change.write(blocked, "x\n");
                    return null;
                }))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining(blocked + ": cannot be written");
        assertThat(one).hasContent("a\n");
        assertThat(added).doesNotExist();

        Files.delete(blocked);
        new State(session).change("other", change -> {
            change.write(two, "d\n");
            return null;
        });
        assertThat(one).hasContent("a\n");
        assertThat(blocked).doesNotExist();
        assertThat(new State(session).undo()).isEqualTo("other");
        assertThat(new State(session).undo()).isEqualTo("test");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aChangeThatWasCutShortAndCannotBeFinishedIsSaidAndStopsNothing() throws IOException {
        change("a\n", "b\n");
        Files.move(home.resolve(".history/00000001"), home.resolve(".history/pending"));
        Files.delete(one);
        Files.delete(two);
        Files.delete(two.getParent());
        Files.createSymbolicLink(two.getParent(), home.resolve("nowhere/at-all"));
        Path three = home.resolve("three.yaml");
        new State(session).change("other", change -> {
            change.write(three, "d\n");
            return null;
        });
        assertThat(one).hasContent("a\n");
        assertThat(three).hasContent("d\n");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .hasLineCount(1)
                .contains(two + ": cannot be written", "'test' was cut short");
        assertThat(new State(session).undo()).isEqualTo("other");
    }

    @Test
    void anUndoThatWasCutShortIsDoneToItsEnd() throws IOException {
        change("a\n", "b\n");
        change("c\n", "d\n");
        Files.move(home.resolve(".history/00000002"), home.resolve(".history/00000002.undoing"));
        Files.writeString(two, "b\n"); // the second file was put back, the first was not
        new State(session).change("other", change -> {
            assertThat(change.text(one)).isEqualTo("a\n");
            return null;
        });
        assertThat(new State(session).undo()).isEqualTo("test");
        assertThat(one).doesNotExist();
        assertThat(two).doesNotExist();
        assertThat(changes()).isEmpty();
    }

    @Test
    void anUndoThatCannotBeMadeIsPutBackAndCanBeTriedAgain() throws IOException {
        Path blocked = home.resolve("blocked.yaml");
        Files.writeString(blocked, "was\n");
        new State(session).change("test", change -> {
            change.delete(blocked);
            change.write(one, "a\n");
            return null;
        });
        Files.createSymbolicLink(blocked, home.resolve("nowhere/at-all"));
        assertThatThrownBy(() -> new State(session).undo())
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining(blocked + ": cannot be written");
        assertThat(one).hasContent("a\n");

        Files.delete(blocked);
        assertThat(new State(session).undo()).isEqualTo("test");
        assertThat(one).doesNotExist();
        assertThat(blocked).hasContent("was\n");
        assertThat(new State(session).undo()).isNull();
    }

    @Test
    void aFileThatIsAsUndoWouldMakeItIsNoReasonToRefuse() throws IOException {
        change("a\n", "b\n");
        change("c\n", "d\n");
        Files.writeString(two, "b\n");
        assertThat(new State(session).undo()).isEqualTo("test");
        assertThat(one).hasContent("a\n");
        assertThat(two).hasContent("b\n");
    }

    @Test
    void theHistoryIsForItsOwnerOnly() throws IOException {
        change("a\n", "b\n");
        try (Stream<Path> all = Files.walk(home.resolve(".history"))) {
            assertThat(all.filter(Files::isRegularFile).toList())
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aDryRunDoesNotShowLoginsOfDocker() throws IOException {
        Files.writeString(
                one,
                "{\n  \"auths\": {\"a\": {\"auth\": \"czNjcmV0\", \"identitytoken\" :\"s3cret\"}},\n  \"b\": 1\n}\n");
        session.dryRun(true);
        new State(session).change("test", change -> {
            change.write(one, change.text(one).replace("1", "2"));
            return null;
        });
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("   \"auths\": {\"a\": {\"auth\": \"***\", \"identitytoken\" :\"***\"}},", "+  \"b\": 2")
                .doesNotContain("czNjcmV0", "s3cret");
    }
}
