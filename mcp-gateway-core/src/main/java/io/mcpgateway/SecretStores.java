package io.mcpgateway;

import io.mcpgateway.secret.CredentialHelperSecretStore;
import io.mcpgateway.secret.DirectorySecretStore;
import io.mcpgateway.secret.EnvFileSecretStore;
import io.mcpgateway.secret.EnvironmentSecretStore;
import io.mcpgateway.secret.SecretSearchPath;
import io.mcpgateway.secret.SecretStoreChain;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.SecretStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The built-in secret stores. All are thread-safe and read anew for each question. */
public final class SecretStores {
    private SecretStores() {}

    /**
     * A file with a line {@code NAME=VALUE} for each secret, where NAME is the secret's name, such as {@code github.token}.
     * Lines that start with {@code #} are comments; values are taken as they are. A file that does not exist has none.
     */
    public static SecretStore.Writable envFile(Path file) {
        return new EnvFileSecretStore(file);
    }

    /**
     * The store behind a Docker credential helper, such as the system's key chain.
     *
     * @param name the part of the program's name after {@code docker-credential-}, or the path of a program
     */
    public static SecretStore.Writable credentialHelper(String name) {
        return new CredentialHelperSecretStore(name);
    }

    /**
     * A directory with a file for each secret, as container engines mount them: the file's name is the secret's, {@code /}
     * is a sub-directory, one line break at the end is cut. Links that lead out of the directory are refused.
     */
    public static SecretStore.Listable directory(Path directory) {
        return new DirectorySecretStore(directory);
    }

    /**
     * The environment: {@code github.token} is {@code GITHUB_TOKEN}. Every enabled server can ask for every variable then,
     * because its entry names its secrets itself: use {@link #environment(Map, String)} if servers are not trusted that far.
     */
    public static SecretStore environment() {
        return environment(System.getenv(), "");
    }

    /**
     * These variables: with the prefix {@code MCP_SECRET_}, {@code github.token} is {@code MCP_SECRET_GITHUB_TOKEN}, and no
     * other variable can be asked for.
     */
    public static SecretStore environment(Map<String, String> environment, String prefix) {
        return new EnvironmentSecretStore(environment, prefix);
    }

    /**
     * Asks stores in order. One that has none is passed; one that cannot answer is passed with one warning; one that refuses
     * ends the search with {@link SecretStore.DeniedException}. Closing it closes the stores.
     */
    public static SecretStore.Listable chain(List<SecretStore> stores, EventSink events) {
        return new SecretStoreChain(stores, events);
    }

    /**
     * The stores that users name after {@code --secrets}: {@code .env} files and directories separated by colons. The
     * element {@code docker-desktop} is Docker's credential helper, or, where there is none, told to the sink once and passed.
     *
     * @param text the search path
     * @param base what relative paths are relative to
     * @param helper the credential helper of Docker's settings
     * @param events takes the warnings
     */
    public static SecretStore.Listable searchPath(String text, Path base, Optional<String> helper, EventSink events) {
        return chain(SecretSearchPath.parse(text, base, helper, events), events);
    }
}
