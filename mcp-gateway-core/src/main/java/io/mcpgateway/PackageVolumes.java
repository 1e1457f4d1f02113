package io.mcpgateway;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.packages.Packages;
import io.mcpgateway.settings.PackageSettings;
import io.mcpgateway.spi.ContainerRuntime;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** The volumes of a container engine that gateways keep packages in, for programs that tidy up. */
public final class PackageVolumes {
    private PackageVolumes() {}

    /** The beginning of the names of all of them, whichever gateway has made them. */
    public static String prefix() {
        return Packages.volumePrefix();
    }

    /**
     * Those that a gateway with these settings would use. One that was filled with an image that is not here any more is not
     * among them: it would not be used again unless that very image came back.
     *
     * @param home the gateway's home directory
     * @param servers those that are no packages are passed over
     * @throws GatewayException if the engine does not answer, or what the home keeps of images cannot be read
     */
    public static Set<String> used(
            ContainerRuntime runtime, Path home, PackageSettings settings, Collection<ServerEntry> servers) {
        requireNonNull(runtime, "runtime");
        requireNonNull(home, "home");
        requireNonNull(settings, "settings");
        Set<String> volumes = new TreeSet<>();
        for (ServerEntry server : servers) {
            server.packageReference()
                    .flatMap(reference ->
                            Packages.volume(runtime, home, settings, server.name(), reference, server.image()))
                    .ifPresent(volumes::add);
        }
        return volumes;
    }
}
