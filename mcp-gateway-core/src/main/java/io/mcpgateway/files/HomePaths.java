package io.mcpgateway.files;

import java.nio.file.Path;

/** How the paths that users write in flags and settings are read. */
public final class HomePaths {
    private HomePaths() {}

    /**
     * An absolute path is taken as it is, {@code ./x} is relative to the working directory, {@code ~/x} to the user's home,
     * and everything else is under the given directory.
     */
    public static Path resolve(Path directory, String text) {
        if (text.startsWith("~/")) {
            return Path.of(System.getProperty("user.home"), text.substring(2));
        }
        Path path = Path.of(text);
        if (path.isAbsolute()) {
            return path.normalize();
        }
        boolean fromHere = text.equals(".") || text.startsWith("./") || text.startsWith(".\\");
        return (fromHere ? path : directory.resolve(path)).toAbsolutePath().normalize();
    }
}
