package io.mcpgateway.cli.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ServerEntry.Origin;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.profile.ProfileDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The files of catalogs that were imported: what is in them comes from elsewhere, though the user owns them. {@code
 * catalog.json} knows a place that each of them came from, a URL or a path. Stateless.
 */
public final class ImportedCatalogs implements Predicate<Path> {
    private final Path home;

    private ImportedCatalogs(Path home) {
        this.home = home;
    }

    /** Those of a run's home. */
    public static ImportedCatalogs of(Session session) {
        return new ImportedCatalogs(session.home());
    }

    /**
     * Whether a file is one of them, whatever link leads to it.
     *
     * @throws ConfigException if {@code catalog.json} cannot be read, or the file not be looked at
     */
    @Override
    public boolean test(Path file) {
        for (Map.Entry<String, JsonNode> catalog : CatalogSources.catalogs(home).properties()) {
            if (!catalog.getValue().path("url").asText().isEmpty()
                    && same(CatalogFileNames.file(home, catalog.getKey()), file)) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(Path imported, Path file) {
        try {
            return Files.exists(imported) && Files.exists(file) && Files.isSameFile(imported, file);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + SafeFiles.reason(e), e);
        }
    }

    /** Where entries of a local file are from, and how far they are trusted. */
    public Origin origin(Path file) {
        return test(file) ? new Origin(file.toString(), Trust.FOREIGN) : ProfileDocument.origin(file);
    }
}
