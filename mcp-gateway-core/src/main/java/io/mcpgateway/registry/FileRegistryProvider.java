package io.mcpgateway.registry;

import io.mcpgateway.files.HomePaths;
import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.RegistryProvider;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes {@link FileRegistry}s. Settings {@code registry}, {@code config} and {@code tools}: paths separated like those of
 * {@code PATH}; by default {@code registry.yaml}, {@code config.yaml} and {@code tools.yaml} in the home directory.
 */
public final class FileRegistryProvider implements RegistryProvider {
    /** For the service loader. */
    public FileRegistryProvider() {}

    @Override
    public String name() {
        return "files";
    }

    @Override
    public Registry create(ProviderContext context) {
        return new FileRegistry(
                paths(context, "registry"), paths(context, "config"), paths(context, "tools"), context.events());
    }

    private static List<Path> paths(ProviderContext context, String setting) {
        return Stream.of(context.setting(setting).orElse(setting + ".yaml").split(Pattern.quote(File.pathSeparator)))
                .filter(path -> !path.isBlank())
                .map(path -> HomePaths.resolve(context.home(), path))
                .toList();
    }
}
