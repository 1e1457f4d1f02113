package io.mcpgateway.cli.doctor;

import io.mcpgateway.Catalogs;
import io.mcpgateway.ContainerImages;
import io.mcpgateway.Registries;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.assembly.GatewayFlags;
import io.mcpgateway.cli.assembly.PackageFlags;
import io.mcpgateway.cli.assembly.PackageImageFlags;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.settings.PackageSettings;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the user's files say, as far as they can be read: what cannot is left to the check of the files. Immutable.
 *
 * @param home the gateway's home
 * @param environment the environment variables
 * @param assembly the parts that a gateway would have
 * @param registry what is enabled, and its configuration, by the files or the profile that counts; empty if that cannot be
 *     read
 * @param enabled the servers that a gateway would serve
 * @param servers the servers that are known
 */
record Situation(
        Path home,
        Map<String, String> environment,
        GatewayAssembly assembly,
        RegistrySnapshot registry,
        List<String> enabled,
        Map<String, ServerEntry> servers) {
    static Situation of(Session session, PackageImageFlags packages) {
        GatewayFlags flags = new GatewayFlags();
        flags.packages(PackageFlags.of(packages));
        GatewayAssembly assembly = new GatewayAssembly(session, flags, (level, message, facts) -> {});
        Optional<Path> profile =
                assembly.profile().map(id -> Profiles.of(session.home()).file(id));
        RegistrySnapshot registry = registry(profile.map(Registries::profile).orElseGet(assembly::registry));
        // A gateway asks no other catalog for a profile's servers.
        Map<String, ServerEntry> servers =
                profile.map(file -> servers(Catalogs.profile(file))).orElseGet(() -> inCatalogs(assembly));
        return new Situation(
                session.home(),
                session.console().environment(),
                assembly,
                registry,
                assembly.starterServersAreOn() ? assembly.starterServers() : registry.enabled(),
                servers);
    }

    private static Map<String, ServerEntry> inCatalogs(GatewayAssembly assembly) {
        Map<String, ServerEntry> servers = new LinkedHashMap<>(servers(Catalogs.starter()));
        for (String source : sources(assembly)) {
            servers.putAll(servers(assembly.catalog(source)));
        }
        return servers;
    }

    private static RegistrySnapshot registry(Registry registry) {
        try (registry) {
            return registry.read();
        } catch (GatewayException e) {
            return new RegistrySnapshot(List.of(), Map.of(), Map.of());
        }
    }

    private static List<String> sources(GatewayAssembly assembly) {
        try {
            return assembly.catalogSources();
        } catch (GatewayException e) {
            return List.of();
        }
    }

    private static Map<String, ServerEntry> servers(Catalog catalog) {
        try (catalog) {
            return catalog.read().servers();
        } catch (GatewayException e) {
            return Map.of();
        }
    }

    /** The entries of the servers that are enabled and known. */
    List<ServerEntry> enabledServers() {
        return enabled.stream()
                .flatMap(name -> Optional.ofNullable(servers.get(name)).stream())
                .toList();
    }

    /** The images that a gateway would need. */
    List<String> images() {
        return enabledServers().stream()
                .filter(server -> server.packageReference().isEmpty())
                .flatMap(server -> server.image().stream())
                .distinct()
                .toList();
    }

    /** The images that packages would run in, each with its servers; none if they are to run in sandboxes. */
    Map<String, List<String>> packageImages() {
        Map<String, List<String>> images = new LinkedHashMap<>();
        if (assembly.packages().venue() != PackageSettings.Venue.SANDBOX) {
            for (ServerEntry server : packages()) {
                images.computeIfAbsent(
                                ContainerImages.ofPackage(assembly.packages(), server), image -> new ArrayList<>())
                        .add(server.name());
            }
        }
        return images;
    }

    /** The enabled servers that are packages. */
    List<ServerEntry> packages() {
        return enabledServers().stream()
                .filter(server -> server.packageReference().isPresent())
                .toList();
    }
}
