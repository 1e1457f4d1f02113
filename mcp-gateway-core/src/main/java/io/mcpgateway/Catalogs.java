package io.mcpgateway;

import io.mcpgateway.catalog.DirectoryCatalog;
import io.mcpgateway.catalog.DocumentCatalog;
import io.mcpgateway.catalog.FileCatalog;
import io.mcpgateway.catalog.UrlCatalog;
import io.mcpgateway.files.HomePaths;
import io.mcpgateway.profile.ProfileCatalog;
import io.mcpgateway.remote.RemoteAccess;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.starter.StarterCatalog;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** The built-in catalogs. All read anew each time; those of files are also {@link io.mcpgateway.spi.Watchable}. */
public final class Catalogs {
    private Catalogs() {}

    /** The bundled catalog {@code starter}: servers inside the JVM that need nothing else. Reads no file. */
    public static Catalog starter() {
        return new StarterCatalog();
    }

    /**
     * A catalog file, YAML or JSON. Reading it fails if it does not exist. Its entries count as the user's own if the
     * current user owns it and nobody else may write to it.
     */
    public static Catalog file(Path file) {
        return new FileCatalog(file);
    }

    /** Like {@link #file}, of a file whose content was downloaded: its entries count as foreign, whoever owns the file. */
    public static Catalog downloadedFile(Path file) {
        return new FileCatalog(file, any -> true);
    }

    /**
     * A directory of files, each a catalog or a single entry. A broken file is left out and told; a directory that does not
     * exist is empty.
     */
    public static Catalog directory(Path directory) {
        return new DirectoryCatalog(directory);
    }

    /**
     * The entries that a profile's file holds, YAML or JSON. Reading it fails if it does not exist. Goes together with {@link
     * Registries#profile}.
     */
    public static Catalog profile(Path file) {
        return new ProfileCatalog(file);
    }

    /** A catalog behind an HTTPS address that is public; needs the module {@code mcp-gateway-http}. */
    public static Catalog url(URI url) {
        return url(url.toString(), GatewayOptions.defaults());
    }

    /** Like {@link #url(URI)}, under the rules for remote addresses that the options relax. */
    public static Catalog url(String url, GatewayOptions options) {
        return new UrlCatalog(url, new RemoteAccess(options.allowRemote(), options.insecureRemote()));
    }

    /**
     * A catalog document that a program has at hand, YAML or JSON. Its entries count as foreign.
     *
     * @param source what it is called in messages
     */
    public static Catalog document(String source, byte[] utf8) {
        return new DocumentCatalog(source, utf8);
    }

    /**
     * What a user names: a URL; a path that is absolute or starts with {@code ./}, {@code ../} or {@code ~/}; else a file
     * in the directory {@code catalogs} of the home, whose {@code .yaml} may be left out. A directory is read as one.
     *
     * @param text what the user wrote
     * @param home the gateway's home directory
     * @param options the rules for remote addresses
     */
    public static Catalog parse(String text, Path home, GatewayOptions options) {
        return parse(text, home, options, any -> false);
    }

    /**
     * Like {@link #parse(String, Path, GatewayOptions)}, where some files hold what came from elsewhere.
     *
     * @param downloaded which files do; their entries count as foreign, whoever owns the file. It is asked at each reading,
     *     on the thread that reads, and may throw {@link io.mcpgateway.model.ConfigException}
     */
    public static Catalog parse(String text, Path home, GatewayOptions options, Predicate<Path> downloaded) {
        if (text.startsWith("https://") || text.startsWith("http://")) {
            return url(text, options);
        }
        Path path = resolve(text, home.resolve("catalogs"));
        return Files.isDirectory(path) ? new DirectoryCatalog(path, downloaded) : new FileCatalog(path, downloaded);
    }

    private static Path resolve(String text, Path catalogs) {
        if (text.startsWith("../")) {
            return HomePaths.path(text).toAbsolutePath().normalize();
        }
        Path path = HomePaths.resolve(catalogs, text);
        boolean named = path.startsWith(catalogs.toAbsolutePath().normalize());
        return named && !Files.exists(path) && !text.contains(".yaml") ? Path.of(path + ".yaml") : path;
    }
}
