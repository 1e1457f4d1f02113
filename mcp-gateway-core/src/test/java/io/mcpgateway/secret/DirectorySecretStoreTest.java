package io.mcpgateway.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.SecretStores;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.spi.SecretStore;
import io.mcpgateway.testkit.SecretStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySecretStoreTest implements SecretStoreContract {
    @TempDir
    Path root;

    @Override
    public SecretStore storeWith(SecretName known, Secret value) {
        write("secrets/" + known.value(), value.reveal() + "\n");
        write("zebra.api_key", "outside");
        return SecretStores.directory(root.resolve("secrets"));
    }

    @Test
    void oneLineBreakIsCut() {
        write("secrets/a", "x\n\n");
        write("secrets/b", "x\r\n");
        write("secrets/c/d", "x");
        SecretStore.Listable store = SecretStores.directory(root.resolve("secrets"));

        assertThat(find(store, "a")).isEqualTo("x\n");
        assertThat(find(store, "b")).isEqualTo("x");
        assertThat(find(store, "c/d")).isEqualTo("x");
        assertThat(store.list()).extracting(Object::toString).containsExactly("a", "b", "c/d");
    }

    @Test
    void aLinkInsideIsFollowedAsContainerEnginesMakeThem() throws IOException {
        write("secrets/..2026/token", "x\n");
        Files.createSymbolicLink(root.resolve("secrets/..data"), Path.of("..2026"));
        Files.createSymbolicLink(root.resolve("secrets/token"), Path.of("..data/token"));
        SecretStore.Listable store = SecretStores.directory(root.resolve("secrets"));

        assertThat(find(store, "token")).isEqualTo("x");
        assertThat(store.list()).extracting(Object::toString).containsExactly("token");
    }

    @Test
    void aLinkOutIsRefused() throws IOException {
        write("outside", "x");
        Files.createDirectories(root.resolve("secrets"));
        Files.createSymbolicLink(root.resolve("secrets/token"), root.resolve("outside"));
        SecretStore store = SecretStores.directory(root.resolve("secrets"));

        assertThatThrownBy(() -> store.find(new SecretName("token")))
                .isInstanceOf(SecretStore.DeniedException.class)
                .hasMessageContaining("token");
    }

    @Test
    void whatIsNoTextIsUnavailable() throws IOException {
        Path file = Files.createDirectories(root.resolve("secrets")).resolve("token");
        Files.write(file, new byte[] {(byte) 0xff, 0});
        SecretStore store = SecretStores.directory(root.resolve("secrets"));

        assertThatThrownBy(() -> store.find(new SecretName("token")))
                .isInstanceOf(SecretStore.UnavailableException.class);
    }

    @Test
    void aDirectoryThatDoesNotExistHasNone() {
        SecretStore.Listable store = SecretStores.directory(root.resolve("absent"));

        assertThat(store.find(new SecretName("a"))).isEmpty();
        assertThat(store.list()).isEmpty();
    }

    private static String find(SecretStore store, String name) {
        return store.find(new SecretName(name)).orElseThrow().reveal();
    }

    private void write(String name, String text) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
