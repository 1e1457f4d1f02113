package io.mcpgateway.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFilesTest {
    @TempDir
    Path directory;

    @Test
    void readIsBoundedAndAbsentIsEmpty() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "12345");

        assertThat(SafeFiles.read(directory.resolve("absent"), 5)).isEmpty();
        assertThat(SafeFiles.read(file, 5)).contains("12345".getBytes(UTF_8));
        assertThatThrownBy(() -> SafeFiles.read(file, 4)).hasMessageContaining("larger than 4");
        assertThatThrownBy(() -> SafeFiles.read(directory, 4))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not a regular file");
    }

    @Test
    void replacingLeavesNothingElseBehind() throws IOException {
        Path file = directory.resolve("deep/a");

        SafeFiles.replace(file, "one".getBytes(UTF_8));
        SafeFiles.replace(file, "two".getBytes(UTF_8));

        assertThat(file).hasContent("two");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void lockedActionsOfManyThreadsDoNotOverlap() throws IOException {
        Path file = Files.writeString(directory.resolve("counter"), "0");
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(CompletableFuture.runAsync(() -> SafeFiles.<Boolean>locked(file, () -> {
                int count = Integer.parseInt(new String(SafeFiles.read(file, 10).orElseThrow(), UTF_8));
                SafeFiles.replace(file, Integer.toString(count + 1).getBytes(UTF_8));
                return true;
            })));
        }
        CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).join();

        assertThat(file).hasContent("20");
    }

    @Test
    void pathsOfUsersAreResolvedByTheirForm() {
        assertThat(HomePaths.resolve(directory, "a.yaml")).isEqualTo(directory.resolve("a.yaml"));
        assertThat(HomePaths.resolve(directory, "../a.yaml")).isEqualTo(directory.resolveSibling("a.yaml"));
        assertThat(HomePaths.resolve(directory, "/x/a.yaml")).isEqualTo(Path.of("/x/a.yaml"));
        assertThat(HomePaths.resolve(directory, "./a.yaml"))
                .isEqualTo(Path.of("a.yaml").toAbsolutePath());
        assertThatThrownBy(() -> HomePaths.resolve(directory, "a\0b")).isInstanceOf(ConfigException.class);
        assertThat(HomePaths.resolve(directory, "~/a.yaml"))
                .isEqualTo(Path.of(System.getProperty("user.home"), "a.yaml"));
    }
}
