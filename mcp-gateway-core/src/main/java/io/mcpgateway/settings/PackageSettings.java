package io.mcpgateway.settings;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.PackageRegistry;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How servers that are packages of npm or PyPI run.
 *
 * @param venue where
 * @param images the images of containers that run them, by registry; where one is missing, the entry's own, else a public one
 * @param registries where packages come from, by registry; where one is missing, the public one
 * @param installScripts servers whose packages may run code of their own when they are fetched
 */
public record PackageSettings(
        Venue venue,
        Map<PackageRegistry, String> images,
        Map<PackageRegistry, URI> registries,
        Set<String> installScripts) {
    /** Where there is an engine in containers, else in sandboxes; from the public registries; no install scripts. */
    public static final PackageSettings DEFAULT = new PackageSettings(Venue.AUTO, Map.of(), Map.of(), Set.of());

    private static final Map<PackageRegistry, URI> PUBLIC = new EnumMap<>(Map.of(
            PackageRegistry.NPM, URI.create("https://registry.npmjs.org/"),
            PackageRegistry.PYPI, URI.create("https://pypi.org/simple/")));

    /** Where packages run. */
    public enum Venue {
        /** In containers where a container engine answers, else in sandboxes. */
        AUTO,
        /** In containers. */
        CONTAINER,
        /** In sandboxes. */
        SANDBOX
    }

    /** Copies the collections. */
    public PackageSettings {
        requireNonNull(venue, "venue");
        images = Map.copyOf(images);
        registries = Map.copyOf(registries);
        installScripts = Set.copyOf(installScripts);
    }

    /** Where packages of this registry come from. */
    public URI registry(PackageRegistry registry) {
        URI other = registries.get(registry);
        return other != null ? other : requireNonNull(PUBLIC.get(registry));
    }
}
