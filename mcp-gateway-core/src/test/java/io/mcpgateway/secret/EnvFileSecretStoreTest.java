package io.mcpgateway.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.SecretStores;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.spi.SecretStore;
import io.mcpgateway.testkit.SecretStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvFileSecretStoreTest implements SecretStoreContract {
    @TempDir
    Path directory;

    @Override
    public SecretStore storeWith(SecretName known, Secret value) {
        return SecretStores.envFile(write("# a comment\n\n" + known.value() + "=" + value.reveal() + "\n"));
    }

    @Test
    void linesAreTakenLiterally() {
        Map<String, Secret> secrets = EnvFileFormat.parse(
                "x", "#c=1\n\n  a.b=1 \r\nq='x y'#z\nd= $HOME=2\nempty=\na.b=3\n \t \nlast=x".getBytes(UTF_8));

        assertThat(secrets.keySet()).containsExactly("a.b", "d", "empty", "last", "q");
        assertThat(secrets.get("a.b").reveal()).isEqualTo("3");
        assertThat(secrets.get("q").reveal()).isEqualTo("'x y'#z");
        assertThat(secrets.get("d").reveal()).isEqualTo(" $HOME=2");
        assertThat(secrets.get("empty").reveal()).isEmpty();
    }

    @Test
    void aLineWithoutAnEqualsSignBreaksTheFileAndIsNotQuoted() {
        // Indented, so no comment: as upstream reads it.
        for (String line : new String[] {"hunter2", "  # indented"}) {
            SecretStore store = SecretStores.envFile(write("a=1\n" + line + "\n"));
            assertThatThrownBy(() -> store.find(new SecretName("a")))
                    .isInstanceOf(SecretStore.UnavailableException.class)
                    .hasMessageContaining(".env:2:1")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void anEditCountsAtOnceAndAnAbsentFileHasNone() throws IOException {
        SecretStore store = SecretStores.envFile(directory.resolve(".env"));
        assertThat(store.find(new SecretName("a"))).isEmpty();
        write("a=1");
        assertThat(store.find(new SecretName("a"))).map(Secret::reveal).contains("1");
        Files.delete(directory.resolve(".env"));
        assertThat(store.find(new SecretName("a"))).isEmpty();
    }

    @Test
    void randomBytesEndInSecretsOrAnErrorWithoutThem() {
        long seed = 104729L;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] =
                        (byte) (round % 3 == 0 ? random.nextInt(256) : "ab=# \t\r\n'\"$\\".charAt(random.nextInt(12)));
            }
            try {
                EnvFileFormat.parse("x", bytes).keySet().forEach(SecretNames::parse);
            } catch (ConfigException e) {
                assertThat(e.getMessage())
                        .as("seed %d round %d", seed, round)
                        .matches("x: not UTF-8|x:\\d+:1: a line is NAME=VALUE, and this one has no '='");
            }
        }
    }

    private Path write(String text) {
        try {
            return Files.writeString(directory.resolve(".env"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
