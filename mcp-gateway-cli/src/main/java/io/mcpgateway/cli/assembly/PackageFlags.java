package io.mcpgateway.cli.assembly;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.settings.PackageSettings;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Flags about servers that are packages of npm or PyPI. Set by picocli; not thread-safe. */
final class PackageFlags {
    @Option(
            names = "--packages",
            paramLabel = "auto|container|sandbox",
            description =
                    "Where packages of npm and PyPI run: in containers, in sandboxes of bubblewrap, or in sandboxes"
                            + " where no container engine answers (auto)")
    private PackageSettings.Venue venue = PackageSettings.Venue.AUTO;

    @Option(
            names = "--package-image",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "npm|pypi=IMAGE,…",
            description = "The images of containers that packages run in; best named by digest (those of the entries,"
                    + " else node and python)")
    private List<String> images = List.of();

    @Option(
            names = "--package-registry",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "npm|pypi=URL,…",
            description = "Where packages are fetched from (the public registries)")
    private List<String> registries = List.of();

    @Option(
            names = "--allow-install-scripts",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "NAME,…",
            description = "Let the packages of these servers run code of their own when they are fetched")
    private List<String> installScripts = List.of();

    /**
     * The settings.
     *
     * @throws ConfigException if a value is wrong
     */
    PackageSettings settings() {
        return new PackageSettings(
                venue,
                byRegistry("--package-image", images, image -> image),
                byRegistry("--package-registry", registries, PackageFlags::url),
                Set.copyOf(GatewayFlags.filled(installScripts)));
    }

    private static <T> Map<PackageRegistry, T> byRegistry(String flag, List<String> values, Function<String, T> as) {
        Map<PackageRegistry, T> all = new EnumMap<>(PackageRegistry.class);
        for (String value : GatewayFlags.filled(values)) {
            String[] parts = value.split("=", 2);
            PackageRegistry registry = PackageRegistry.parse(parts[0].strip())
                    .filter(known -> parts.length == 2 && !parts[1].isBlank())
                    .orElseThrow(() -> new ConfigException(flag + " is npm=VALUE or pypi=VALUE, not '" + value + "'"));
            all.put(registry, as.apply(parts[1].strip()));
        }
        return all;
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new ConfigException("--package-registry: '" + text + "' is no URL such as https://npm.example.com/");
    }
}
