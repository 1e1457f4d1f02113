package io.mcpgateway.cli.prune;

import io.mcpgateway.Catalogs;
import io.mcpgateway.ContainerRuntimes;
import io.mcpgateway.PackageVolumes;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.assembly.GatewayFlags;
import io.mcpgateway.cli.assembly.PackageFlags;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.docker.DockerContainerRuntime;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code prune}: removes what the container engine keeps for gateways and no entry uses any more. All of it is made or
 * fetched again where it is needed, so that nobody is asked.
 */
@Command
public final class Prune implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final ChangeOptions change;

    @Mixin
    private PackageFlags packages = new PackageFlags();

    /** The command of a run. */
    public Prune(Session session) {
        this.session = session;
        this.change = new ChangeOptions(session);
    }

    @Override
    public Integer call() {
        EventSink events = (level, message, facts) -> session.console().err().println(message);
        GatewayFlags flags = new GatewayFlags();
        flags.packages(packages);
        GatewayAssembly assembly = new GatewayAssembly(session, flags, events);
        // Before anything is removed: a file that cannot be read may have the entry that uses it.
        List<ServerEntry> servers = servers(assembly);
        boolean any = ContainerRuntimes.ask(
                session.home(), session.console().environment(), events, runtime -> prune(runtime, assembly, servers));
        if (!any) {
            session.console().err().println("Nothing is left over");
        }
        return 0;
    }

    /** All that are known, enabled or not. */
    private List<ServerEntry> servers(GatewayAssembly assembly) {
        List<Catalog> catalogs = new ArrayList<>(assembly.catalogs());
        Profiles profiles = Profiles.of(session.home());
        profiles.ids().forEach(id -> catalogs.add(Catalogs.profile(profiles.file(id))));
        List<ServerEntry> servers = new ArrayList<>();
        for (Catalog each : catalogs) {
            try (Catalog catalog = each) {
                servers.addAll(catalog.read().servers().values());
            }
        }
        return servers;
    }

    private boolean prune(ContainerRuntime runtime, GatewayAssembly assembly, List<ServerEntry> servers) {
        if (!(runtime instanceof DockerContainerRuntime engine)) {
            throw new GatewayException(
                    ErrorCode.RUNTIME_UNAVAILABLE,
                    "The container runtime is " + runtime.getClass().getName() + ", which keeps nothing of this kind");
        }
        Set<String> used = PackageVolumes.used(engine, session.home(), assembly.packages(), servers);
        List<String> volumes = engine.pruneVolumes(PackageVolumes.prefix(), used, change.dryRun());
        say("volume", volumes);
        List<String> images = engine.pruneEgressProxies(change.dryRun());
        say("image", images);
        return !volumes.isEmpty() || !images.isEmpty();
    }

    private void say(String kind, List<String> removed) {
        String done = change.dryRun() ? "Would remove " : "Removed ";
        removed.forEach(name -> session.console().out().println(done + kind + " " + name));
    }
}
