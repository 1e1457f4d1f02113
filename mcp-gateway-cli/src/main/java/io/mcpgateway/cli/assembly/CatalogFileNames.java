package io.mcpgateway.cli.assembly;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The files that the catalogs of {@code catalog.json} are in. Stateless. */
public final class CatalogFileNames {
    private static final int MOST_BYTES = 250;

    private CatalogFileNames() {}

    /** The file of a catalog: the one that is there, be it under the name as it is written, else the clean one. */
    public static Path file(Path home, String name) {
        Path directory = home.resolve("catalogs");
        Path clean = directory.resolve(clean(name) + ".yaml");
        if (Files.exists(clean) || !isPlain(name)) {
            return clean;
        }
        Path written = directory.resolve(name + ".yaml");
        return Files.exists(written) ? written : clean;
    }

    private static boolean isPlain(String name) {
        return clean(name).equals(name.toLowerCase(Locale.ROOT));
    }

    /** The name as a file name that every system takes, and that leads nowhere else. */
    public static String clean(String name) {
        String clean = name.strip().toLowerCase(Locale.ROOT).replaceAll("[<>:\"/\\\\|?*\\x00]", "_");
        while (clean.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            clean = clean.substring(0, clean.offsetByCodePoints(clean.length(), -1));
        }
        return clean;
    }
}
