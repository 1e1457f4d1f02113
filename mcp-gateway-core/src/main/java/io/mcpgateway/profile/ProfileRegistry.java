package io.mcpgateway.profile;

import io.mcpgateway.files.FileWatcher;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.Watchable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The servers of a profile, all of which are enabled, with their configuration and tools. A file that is not there is an
 * error. Thread-safe.
 */
public final class ProfileRegistry implements Registry, Watchable {
    private final Path file;

    /** The servers of this file, read anew each time. */
    public ProfileRegistry(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    @Override
    public RegistrySnapshot read() {
        Map<String, ProfileServer> servers = ProfileDocument.read(file).servers();
        Map<String, JsonText> configuration = new LinkedHashMap<>();
        Map<String, List<String>> tools = new LinkedHashMap<>();
        servers.forEach((name, server) -> {
            server.configuration().ifPresent(value -> configuration.put(RegistrySnapshot.canonicalName(name), value));
            server.tools().ifPresent(list -> tools.put(name, list));
        });
        return new RegistrySnapshot(List.copyOf(servers.keySet()), configuration, tools);
    }

    @Override
    public String howToConfigure(String server) {
        return "with 'profile config'";
    }

    @Override
    public Watch watch(Runnable changed) {
        return new FileWatcher(List.of(file)).watch(changed);
    }

    @Override
    public String toString() {
        return "profile " + file;
    }
}
