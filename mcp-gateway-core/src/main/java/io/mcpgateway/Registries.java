package io.mcpgateway;

import io.mcpgateway.files.HomePaths;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.profile.ProfileRegistry;
import io.mcpgateway.registry.FileRegistry;
import io.mcpgateway.registry.InMemoryRegistry;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.Watchable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The built-in registries. All are {@link Watchable}, and all but profiles are writable. */
public final class Registries {
    private Registries() {}

    /** The registry on {@code registry.yaml}, {@code config.yaml} and {@code tools.yaml} in a home directory. */
    public static Registry.Writable files(Path home) {
        return files(
                List.of(home.resolve("registry.yaml")),
                List.of(home.resolve("config.yaml")),
                List.of(home.resolve("tools.yaml")));
    }

    /** A registry on these files; warnings go to the log. */
    public static Registry.Writable files(List<Path> registry, List<Path> configuration, List<Path> tools) {
        return files(registry, configuration, tools, new LoggedEvents());
    }

    /**
     * A registry on these files. A file that does not exist counts as empty; of two files that speak of one server the later
     * counts, with a warning. {@code enable} writes to the last registry file and creates it if it is missing; comments,
     * order and unknown data survive.
     */
    public static Registry.Writable files(
            List<Path> registry, List<Path> configuration, List<Path> tools, EventSink events) {
        return new FileRegistry(registry, configuration, tools, events);
    }

    /**
     * Whether somebody has decided what is enabled: a registry file that exists has, even if it is empty.
     *
     * @param registry the registry files
     */
    public static boolean exists(List<Path> registry) {
        return registry.stream().anyMatch(Files::exists);
    }

    /**
     * A path as users write it after {@code --registry}, {@code --config} or {@code --tools-config}: absolute, relative to
     * the working directory if it starts with {@code ./}, else in the home directory.
     */
    public static Path resolve(Path home, String path) {
        return HomePaths.resolve(home, path);
    }

    /**
     * The servers of a profile's file, YAML or JSON, all of which are enabled, with their configuration and tools. Goes
     * together with {@link Catalogs#profile}.
     */
    public static Registry profile(Path file) {
        return new ProfileRegistry(file);
    }

    /** A registry that lives as long as the program, with these servers enabled. */
    public static Registry.Writable inMemory(String... enabled) {
        return inMemory(new RegistrySnapshot(List.of(enabled), Map.of(), Map.of()));
    }

    /** A registry that lives as long as the program and starts with this. */
    public static Registry.Writable inMemory(RegistrySnapshot start) {
        return new InMemoryRegistry(start);
    }
}
