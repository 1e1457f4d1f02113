package io.mcpgateway.cli.catalog;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What catalogs are called, and the files that they are in. Stateless. */
final class CatalogNames {
    /** Docker's own catalog, which only its publisher changes. */
    static final String DOCKER = "docker-mcp";

    private static final int MOST_BYTES = 250;

    private CatalogNames() {}

    /** The file of a catalog: the one that is there, be it under the name as it is written, else the clean one. */
    static Path file(Path home, String name) {
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

    /** The name as a file name that every system takes. */
    static String clean(String name) {
        String clean = name.strip().toLowerCase(Locale.ROOT).replaceAll("[<>:\"/\\\\|?*\\x00]", "_");
        while (clean.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            clean = clean.substring(0, clean.offsetByCodePoints(clean.length(), -1));
        }
        return clean;
    }

    /** Checks that a name can be given to a catalog. */
    static void require(String name) {
        if (name.isBlank() || name.strip().startsWith(".")) {
            throw new GatewayException(ErrorCode.CONFIGURATION, "\"" + name + "\" is no name for a catalog");
        }
    }

    /** Refuses to do something to Docker's own catalog. */
    static void refuseDocker(String name, String message) {
        if (clean(name).equals(DOCKER)) {
            throw new GatewayException(ErrorCode.DENIED, message);
        }
    }
}
