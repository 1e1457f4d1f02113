package io.mcpgateway.secret;

import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.StoredName;
import io.mcpgateway.spi.SecretStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets in a {@code .env} file, read anew for each question, so that an edit counts at once. A file that is not there has
 * none; one that is broken is unavailable. Thread-safe.
 */
public final class EnvFileSecretStore implements SecretStore.Listable {
    private static final int MAX_BYTES = 1 << 20;

    private final Path file;

    /** The secrets in this file. */
    public EnvFileSecretStore(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    @Override
    public String describe() {
        return "env file " + file;
    }

    @Override
    public Optional<Secret> find(StoredName name) {
        if (!(name instanceof SecretName)) {
            return Optional.empty();
        }
        return Optional.ofNullable(read().get(name.value()));
    }

    @Override
    public List<StoredName> list() {
        List<StoredName> names = new ArrayList<>();
        for (String key : read().keySet()) {
            SecretNames.parse(key).ifPresent(names::add);
        }
        return names;
    }

    private Map<String, Secret> read() {
        try {
            return SafeFiles.read(file, MAX_BYTES)
                    .map(bytes -> EnvFileFormat.parse(file.toString(), bytes))
                    .orElse(Map.of());
        } catch (ConfigException e) {
            throw new UnavailableException(String.valueOf(e.getMessage()), e);
        }
    }
}
