package io.mcpgateway.examples.docs;

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
    private volatile RegistrySnapshot agreed = new RegistrySnapshot(List.of(), Map.of(), Map.of());

    /** Takes up what was agreed: enabled servers, their configuration, and the tools they are reduced to. */
    void agreeOn(RegistrySnapshot snapshot) {
        agreed = snapshot;
        listeners.forEach(Runnable::run);
    }

    @Override
    public RegistrySnapshot read() {
        return agreed;
    }

    @Override
    public Watch watch(Runnable changed) {
        listeners.add(changed);
        return () -> listeners.remove(changed);
    }
}
// endregion
