package io.mcpgateway.cli.doctor;

import io.mcpgateway.Registries;
import io.mcpgateway.SecretStores;
import io.mcpgateway.cli.assembly.DockerSettings;
import io.mcpgateway.cli.edit.JsoncEditor;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.SecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Can each of the user's files be read, and does it say something that makes sense? */
final class FilesCheck implements Check {
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final Situation situation;

    FilesCheck(Situation situation) {
        this.situation = situation;
    }

    @Override
    public String name() {
        return "files";
    }

    @Override
    public void look(Findings findings) {
        Path home = situation.home();
        if (!Files.exists(home)) {
            findings.ok(home + " does not exist; the first change makes it");
        } else if (!Files.isWritable(home)) {
            findings.error(home + " cannot be written to", "chmod u+rwx " + home);
        }
        file(home.resolve("registry.yaml"), findings, file -> registry(List.of(file), List.of(), List.of()));
        file(home.resolve("config.yaml"), findings, file -> registry(List.of(), List.of(file), List.of()));
        file(home.resolve("tools.yaml"), findings, file -> registry(List.of(), List.of(), List.of(file)));
        file(home.resolve("catalog.json"), findings, file -> new JsoncEditor(file.toString()).read(text(file)));
        for (Path catalog : yaml(home.resolve("catalogs"))) {
            file(catalog, findings, file -> catalog(file, findings));
        }
        for (Path profile : yaml(home.resolve("profiles"))) {
            file(profile, findings, file -> new YamlEditor(file.toString()).read(text(file)));
        }
        file(home.resolve(".env"), findings, FilesCheck::secrets);
        privacy(home.resolve(".env"), findings);
        file(
                DockerSettings.file(situation.environment()),
                findings,
                file -> new JsoncEditor(file.toString()).read(text(file)));
        unknownServers(findings);
    }

    private static void file(Path file, Findings findings, Consumer<Path> reader) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            reader.accept(file);
            findings.ok(file + " can be read");
        } catch (GatewayException e) {
            findings.error(
                    String.valueOf(e.getMessage()),
                    "mend the file by hand, or 'mcp-gateway undo' if the last change of yours broke it");
        }
    }

    private static String text(Path file) {
        return SafeFiles.read(file, Change.MAX_BYTES)
                .map(bytes -> YamlReader.decode(file.toString(), bytes))
                .orElse("");
    }

    private static void registry(List<Path> registry, List<Path> config, List<Path> tools) {
        try (Registry read = Registries.files(registry, config, tools)) {
            read.read();
        }
    }

    private static void secrets(Path file) {
        try (SecretStore.Listable store = SecretStores.envFile(file)) {
            store.list();
        }
    }

    private void catalog(Path file, Findings findings) {
        try (Catalog catalog = situation.assembly().catalog(file.toString())) {
            for (Problem problem : catalog.read().problems()) {
                findings.warning("left out: " + problem, "mend the entry; the others are of use all the same");
            }
        }
    }

    /** Secrets are for their owner's eyes. */
    private static void privacy(Path file, Findings findings) {
        try {
            if (Files.exists(file)
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                findings.warning(file + " holds secrets, and others can read it", "chmod 600 " + file);
            }
        } catch (UnsupportedOperationException e) {
            findings.ok(file + ": who can read it is not to be found out on this system");
        } catch (IOException e) {
            findings.warning(file + ": who can read it cannot be found out: " + SafeFiles.reason(e), "ls -l " + file);
        }
    }

    private static List<Path> yaml(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigException(directory + ": cannot be listed: " + SafeFiles.reason(e), e);
        }
    }

    private void unknownServers(Findings findings) {
        if (situation.assembly().profile().isPresent()) {
            return; // then these files do not count
        }
        Set<String> known = situation.servers().keySet();
        Set<String> canonical =
                known.stream().map(RegistrySnapshot::canonicalName).collect(Collectors.toSet());
        String remedy = "a typing error? 'mcp-gateway catalog show' lists the names";
        situation.registry().configuration().keySet().stream()
                .filter(name -> !canonical.contains(name))
                .forEach(name -> findings.warning(
                        "config.yaml configures the server '" + name + "', which is in no catalog", remedy));
        situation.registry().tools().keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> findings.warning(
                        "tools.yaml chooses tools of the server '" + name + "', which is in no catalog", remedy));
    }
}
