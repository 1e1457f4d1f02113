package io.mcpgateway.examples.docs;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.Watchable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

// region registry
/** Enables what a team has agreed on, and tells when that changes. */
final class TeamRegistry implements Registry, Watchable {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<String> enabled = List.of();

    void agreeOn(List<String> servers) {
        enabled = List.copyOf(servers);
        listeners.forEach(Runnable::run);
    }

    @Override
    public RegistrySnapshot read() {
        return new RegistrySnapshot(
                enabled,
                Map.of("time", JsonText.of("{\"zone\":\"Europe/Vienna\"}")),
                Map.of("files", List.of("read_file"))); // of the server "files", this tool only
    }

    @Override
    public Watch watch(Runnable changed) {
        listeners.add(changed);
        return () -> listeners.remove(changed);
    }
}
// endregion
