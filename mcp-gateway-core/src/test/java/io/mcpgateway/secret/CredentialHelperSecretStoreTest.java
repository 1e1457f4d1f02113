package io.mcpgateway.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.SecretName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialHelperSecretStoreTest {
    private static final SecretName NAME = new SecretName("a");

    @TempDir
    Path directory;

    private CredentialHelperSecretStore answering(String answer, int status) throws IOException {
        Path helper = directory.resolve("helper");
        Files.writeString(helper, "#!/bin/sh\ncat >/dev/null\ncat <<'END'\n" + answer + "\nEND\nexit " + status + "\n");
        Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
        return new CredentialHelperSecretStore(helper.toString());
    }

    @Test
    void aHelperThatHasNothingAndAnswersWithSuccessHasNothing() throws IOException {
        CredentialHelperSecretStore store = answering("{\"ServerURL\":\"sm_a\",\"Username\":\"\",\"Secret\":\"\"}", 0);

        assertThat(store.find(NAME)).isEmpty();
        assertThat(store.remove(NAME)).isFalse();
    }

    @Test
    void aHelperThatSaysSoHasNothing() throws IOException {
        assertThat(answering("credentials not found in native keychain", 1).find(NAME))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cret"})
    void whatSomebodyStoredIsFoundEvenIfItIsEmpty(String value) throws IOException {
        assertThat(answering("{\"ServerURL\":\"sm_a\",\"Username\":\"mcp\",\"Secret\":\"" + value + "\"}", 0)
                        .find(NAME))
                .hasValueSatisfying(secret -> assertThat(secret.reveal()).isEqualTo(value));
    }
}
