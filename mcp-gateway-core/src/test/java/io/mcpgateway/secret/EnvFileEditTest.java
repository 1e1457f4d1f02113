package io.mcpgateway.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvFileEditTest {
    private static final SecretName TOKEN = new SecretName("github.token");

    @TempDir
    Path directory;

    private Path file;
    private EnvFileSecretStore store;

    @BeforeEach
    void setUp() {
        file = directory.resolve("home/.env");
        store = new EnvFileSecretStore(file);
    }

    @Test
    void aNewFileIsItsOwnersAlone() throws IOException {
        store.put(TOKEN, Secret.of("a=b c\"'"));
        assertThat(file).hasContent("github.token=a=b c\"'\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(store.find(TOKEN)).map(Secret::reveal).contains("a=b c\"'");
        assertThat(store.remove(TOKEN)).isTrue();
        assertThat(store.remove(TOKEN)).isFalse();
        assertThat(file).isEmptyFile();
    }

    @Test
    void otherLinesStayAsTheyAre() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file, "# mine\r\n\r\n  other = 1 \r\ngithub.token=old\r\ngithub.token.x=2\r\ngithub.token=older");
        store.put(TOKEN, Secret.of("new"));
        assertThat(Files.readString(file))
                .isEqualTo("# mine\r\n\r\n  other = 1 \r\ngithub.token.x=2\r\ngithub.token=new\r\n");
        store.remove(TOKEN);
        assertThat(Files.readString(file)).isEqualTo("# mine\r\n\r\n  other = 1 \r\ngithub.token.x=2\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "blank at the end ", "\r"})
    void whatTheFormatCannotHoldIsRefusedWithoutTheValue(String value) throws IOException {
        store.put(TOKEN, Secret.of("old"));
        assertThatThrownBy(() -> store.put(TOKEN, Secret.of(value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("github.token")
                .hasMessageNotContaining(value.strip().isEmpty() ? "\r" : value.strip());
        assertThat(file).hasContent("github.token=old\n");
    }

    @Test
    void aBrokenFileIsLeftAlone() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "no equals sign\n");
        assertThatThrownBy(() -> store.put(TOKEN, Secret.of("x"))).hasMessageContaining(file + ":1");
        assertThat(file).hasContent("no equals sign\n");
    }

    @Test
    void noUpdateIsLost() {
        CompletableFuture<?>[] all = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> new EnvFileSecretStore(file).put(new SecretName("s" + i), Secret.of("v" + i))))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();
        assertThat(store.list()).hasSize(20);
    }
}
