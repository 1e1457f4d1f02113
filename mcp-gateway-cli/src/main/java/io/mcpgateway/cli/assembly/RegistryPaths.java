package io.mcpgateway.cli.assembly;

import io.mcpgateway.Registries;
import java.nio.file.Path;
import java.util.List;

/** Where a registry's files are, in order; the later ones count. */
record RegistryPaths(List<Path> registry, List<Path> config, List<Path> tools) {
    RegistryPaths {
        registry = List.copyOf(registry);
        config = List.copyOf(config);
        tools = List.copyOf(tools);
    }

    /** Reads what users write: absolute, {@code ./} from the working directory, else in the home. */
    static RegistryPaths of(Path home, List<String> registry, List<String> config, List<String> tools) {
        return new RegistryPaths(resolve(home, registry), resolve(home, config), resolve(home, tools));
    }

    private static List<Path> resolve(Path home, List<String> paths) {
        return paths.stream().map(path -> Registries.resolve(home, path)).toList();
    }
}
