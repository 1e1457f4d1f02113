package io.mcpgateway.cli.assembly;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.settings.PackageSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Flags about where packages of npm and PyPI run, and in what. Set by picocli; not thread-safe. */
public final class PackageImageFlags {
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
            description = "The images of containers that packages run in; best named by digest (those of settings.yaml,"
                    + " else of the entries, else node and python)")
    private List<String> images = List.of();

    PackageSettings.Venue venue() {
        return venue;
    }

    /**
     * The images that are named.
     *
     * @param settled those that count where no flag says otherwise
     * @throws ConfigException if a value is wrong
     */
    Map<PackageRegistry, String> images(Map<PackageRegistry, String> settled) {
        Map<PackageRegistry, String> all = new EnumMap<>(PackageRegistry.class);
        all.putAll(settled);
        all.putAll(byRegistry("--package-image", images, image -> image));
        return all;
    }

    static <T> Map<PackageRegistry, T> byRegistry(String flag, List<String> values, Function<String, T> as) {
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
}
