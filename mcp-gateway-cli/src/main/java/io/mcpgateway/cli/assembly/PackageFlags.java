package io.mcpgateway.cli.assembly;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.settings.PackageSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags about servers that are packages of npm or PyPI. Set by picocli; not thread-safe. */
public final class PackageFlags {
    @Mixin
    private PackageImageFlags images = new PackageImageFlags();

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

    /** Those of a command that fetches nothing. */
    public static PackageFlags of(PackageImageFlags images) {
        PackageFlags flags = new PackageFlags();
        flags.images = images;
        return flags;
    }

    /**
     * The settings.
     *
     * @param settled the images that count where no flag says otherwise
     * @throws ConfigException if a value is wrong
     */
    PackageSettings settings(Map<PackageRegistry, String> settled) {
        return new PackageSettings(
                images.venue(),
                images.images(settled),
                PackageImageFlags.byRegistry("--package-registry", registries, PackageFlags::url),
                Set.copyOf(GatewayFlags.filled(installScripts)));
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
