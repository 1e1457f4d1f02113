package io.mcpgateway.catalog;

import io.mcpgateway.files.FileWatcher;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.Origin;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.Watchable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A directory of {@code .yaml}, {@code .yml} and {@code .json} files, each of which is a catalog or a single entry, taken
 * in the order of their names; the later of two entries with one name counts. It is a place to drop things into: a broken
 * file is told and left out, and a directory that is not there is empty. Thread-safe.
 */
public final class DirectoryCatalog implements Catalog, Watchable {
    private static final int MAX_FILES = 1000;

    private final Path directory;
    private final Predicate<Path> foreign;

    /** The catalog in this directory, read anew each time. */
    public DirectoryCatalog(Path directory) {
        this(directory, any -> false);
    }

    /**
     * The catalog in this directory.
     *
     * @param foreign whether a file's content comes from elsewhere, whoever owns the file; asked at each reading
     */
    public DirectoryCatalog(Path directory, Predicate<Path> foreign) {
        this.directory = directory.toAbsolutePath().normalize();
        this.foreign = foreign;
    }

    @Override
    public CatalogSnapshot read() {
        Map<String, ServerEntry> servers = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : files()) {
            try {
                add(readFile(file), file, servers, problems);
            } catch (ConfigException e) {
                problems.add(new Problem("", String.valueOf(e.getMessage())));
            }
        }
        return new CatalogSnapshot(directory.toString(), "", servers, problems);
    }

    @Override
    public Watch watch(Runnable changed) {
        return new FileWatcher(List.of(directory)).watch(changed);
    }

    @Override
    public String toString() {
        return "catalog directory " + directory;
    }

    private List<Path> files() {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            List<Path> files =
                    children.filter(DirectoryCatalog::isCatalog).sorted().toList();
            if (files.size() > MAX_FILES) {
                throw new ConfigException(directory + ": more than " + MAX_FILES + " catalog files");
            }
            return files;
        } catch (IOException e) {
            throw new ConfigException(directory + ": cannot be listed: " + SafeFiles.reason(e), e);
        }
    }

    private static boolean isCatalog(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
                && Files.isRegularFile(file);
    }

    private CatalogSnapshot readFile(Path file) {
        Origin origin = new Origin(file.toString(), foreign.test(file) ? Trust.FOREIGN : FileTrust.of(file));
        byte[] bytes = SafeFiles.read(file, YamlReader.MAX_BYTES).orElseGet(() -> new byte[0]);
        String name = String.valueOf(file.getFileName());
        return CatalogReader.readAny(bytes, origin, name.substring(0, name.lastIndexOf('.')));
    }

    private static void add(CatalogSnapshot from, Path file, Map<String, ServerEntry> servers, List<Problem> problems) {
        problems.addAll(from.problems());
        from.servers().forEach((name, entry) -> {
            ServerEntry earlier = servers.put(name, entry);
            if (earlier != null) {
                problems.add(new Problem(
                        file.toString(),
                        "Server '" + name + "' replaces the one from "
                                + earlier.origin().location()));
            }
        });
    }
}
