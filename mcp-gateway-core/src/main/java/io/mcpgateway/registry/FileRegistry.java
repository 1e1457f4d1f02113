package io.mcpgateway.registry;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.files.FileWatcher;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.Watchable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * A registry on files of three kinds, several of each. Files that are not there count as empty. Of two files that speak of
 * the same server the later counts, with a warning. Servers are enabled in the last registry file and disabled in all.
 * Thread-safe; edits are safe against other processes.
 */
public final class FileRegistry implements Registry.Writable, Watchable {
    private final List<Path> registryFiles;
    private final List<Path> configurationFiles;
    private final List<Path> toolFiles;
    private final EventSink events;

    /** A registry on these files. */
    public FileRegistry(
            List<Path> registryFiles, List<Path> configurationFiles, List<Path> toolFiles, EventSink events) {
        this.registryFiles = absolute(registryFiles);
        this.configurationFiles = absolute(configurationFiles);
        this.toolFiles = absolute(toolFiles);
        this.events = requireNonNull(events, "events");
    }

    /** Whether any of the registry files exists; if none does, nobody has decided yet what is enabled. */
    public boolean exists() {
        return registryFiles.stream().anyMatch(Files::exists);
    }

    @Override
    public RegistrySnapshot read() {
        Set<String> enabled = new LinkedHashSet<>();
        for (Path file : registryFiles) {
            for (String server : RegistryFormat.enabled(root(file))) {
                if (!enabled.add(server)) {
                    warn(file, server);
                }
            }
        }
        Map<String, JsonText> configuration = new LinkedHashMap<>();
        for (Path file : configurationFiles) {
            RegistryFormat.configuration(root(file))
                    .forEach(
                            (server, value) -> put(configuration, RegistrySnapshot.canonicalName(server), value, file));
        }
        Map<String, List<String>> tools = new LinkedHashMap<>();
        for (Path file : toolFiles) {
            RegistryFormat.tools(root(file)).forEach((server, names) -> put(tools, server, names, file));
        }
        return new RegistrySnapshot(List.copyOf(enabled), configuration, tools);
    }

    @Override
    public void enable(List<String> servers) {
        List<String> copy = List.copyOf(servers);
        Set<String> elsewhere = new LinkedHashSet<>();
        for (Path file : registryFiles.subList(0, Math.max(0, registryFiles.size() - 1))) {
            elsewhere.addAll(RegistryFormat.enabled(root(file)));
        }
        List<String> missing =
                copy.stream().filter(server -> !elsewhere.contains(server)).toList();
        edit(last(), missing, (text, server) -> editor(last()).enable(text, server));
    }

    @Override
    public void disable(List<String> servers) {
        List<String> copy = List.copyOf(servers);
        for (Path file : registryFiles) {
            if (Files.exists(file)) {
                edit(file, copy, (text, server) -> editor(file).disable(text, server));
            }
        }
    }

    @Override
    public Watch watch(Runnable changed) {
        List<Path> all = Stream.of(registryFiles, configurationFiles, toolFiles)
                .flatMap(List::stream)
                .toList();
        return new FileWatcher(all).watch(changed);
    }

    @Override
    public String toString() {
        return "registry " + registryFiles;
    }

    private static RegistryEditor editor(Path file) {
        return new RegistryEditor(file.toString());
    }

    private void edit(Path file, List<String> servers, BinaryOperator<String> change) {
        SafeFiles.<Boolean>locked(file, () -> {
            String before = SafeFiles.read(file, YamlReader.MAX_BYTES)
                    .map(bytes -> YamlReader.decode(file.toString(), bytes))
                    .orElse("");
            String after = before;
            for (String server : servers) {
                after = change.apply(after, server);
            }
            if (!after.equals(before)) {
                SafeFiles.replace(file, after.getBytes(StandardCharsets.UTF_8));
            }
            return true;
        });
    }

    private Path last() {
        if (registryFiles.isEmpty()) {
            throw new ConfigException("No registry file is configured, so that nothing can be enabled");
        }
        return registryFiles.get(registryFiles.size() - 1);
    }

    private static Optional<YamlNode> root(Path file) {
        return SafeFiles.read(file, YamlReader.MAX_BYTES).flatMap(bytes -> YamlReader.read(file.toString(), bytes));
    }

    private <V> void put(Map<String, V> map, String server, V value, Path file) {
        if (map.put(server, value) != null) {
            warn(file, server);
        }
    }

    private void warn(Path file, String server) {
        events.event(
                EventSink.Level.WARN,
                "A server is in two files or twice in one; the later counts",
                Map.of("server", server, "file", file.toString()));
    }

    private static List<Path> absolute(List<Path> files) {
        List<Path> absolute = new ArrayList<>();
        for (Path file : files) {
            absolute.add(file.toAbsolutePath().normalize());
        }
        return List.copyOf(absolute);
    }
}
