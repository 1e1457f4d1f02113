package io.mcpgateway.secret;

import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.StoredName;
import io.mcpgateway.spi.SecretStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Secrets in a {@code .env} file, read anew for each question, so that an edit counts at once. A file that is not there has
 * none; one that is broken is unavailable. Changing it keeps its other lines. Thread-safe, also against other processes that
 * change it through this class.
 */
public final class EnvFileSecretStore implements SecretStore.Writable {
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

    @Override
    public void put(StoredName name, Secret secret) {
        if (!(name instanceof SecretName)) {
            throw new DeniedException(describe() + " keeps secrets only", null);
        }
        edit(text -> EnvFileFormat.with(file.toString(), text, name.value(), secret));
    }

    @Override
    public boolean remove(StoredName name) {
        return name instanceof SecretName
                && read().containsKey(name.value())
                && edit(text -> EnvFileFormat.without(file.toString(), text, name.value()));
    }

    private boolean edit(UnaryOperator<String> change) {
        return SafeFiles.<Boolean>locked(file, () -> {
            byte[] before = SafeFiles.read(file, MAX_BYTES).orElse(new byte[0]);
            String after = change.apply(YamlReader.decode(file.toString(), before));
            byte[] bytes = after.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > MAX_BYTES) {
                throw new ConfigException(file + ": would become larger than " + MAX_BYTES + " bytes");
            }
            SafeFiles.replacePrivately(file, bytes);
            return true;
        });
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
