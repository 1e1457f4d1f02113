package io.mcpgateway.files;

import io.mcpgateway.model.ConfigException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** How the paths that users write in flags and settings are read. */
public final class HomePaths {
    private HomePaths() {}

    /**
     * An absolute path is taken as it is, {@code ./x} is relative to the working directory, {@code ~/x} to the user's home,
     * and everything else is under the given directory.
     *
     * @throws ConfigException if the text is no path on this system
     */
    public static Path resolve(Path directory, String text) {
        if (text.startsWith("~/")) {
            return path(System.getProperty("user.home") + "/" + text.substring(2));
        }
        Path path = path(text);
        if (path.isAbsolute()) {
            return path.normalize();
        }
        boolean fromHere = text.equals(".") || text.startsWith("./") || text.startsWith(".\\");
        return (fromHere ? path : directory.resolve(path)).toAbsolutePath().normalize();
    }

    /**
     * A path.
     *
     * @throws ConfigException if the text is none on this system
     */
    public static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ConfigException("'" + text + "' is no path: " + e.getReason(), e);
        }
    }
}
