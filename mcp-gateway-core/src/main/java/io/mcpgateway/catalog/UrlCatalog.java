package io.mcpgateway.catalog;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ServerEntry.Origin;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.remote.GuardedFetch;
import io.mcpgateway.remote.RemoteAccess;
import io.mcpgateway.spi.Catalog;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** A catalog behind a URL, fetched anew each time. Its entries are foreign. Thread-safe. */
public final class UrlCatalog implements Catalog {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String INSECURE_DOCKER = "http://desktop.docker.com/";

    private final String url;
    private final RemoteAccess access;
    private final Supplier<Optional<GuardedFetch>> fetch;

    /**
     * The catalog at this address.
     *
     * @param url an HTTPS address
     * @param access which addresses are exempt from the rules
     */
    public UrlCatalog(String url, RemoteAccess access) {
        this(url, access, UrlCatalog::discover);
    }

    UrlCatalog(String url, RemoteAccess access, Supplier<Optional<GuardedFetch>> fetch) {
        this.fetch = fetch;
        this.url =
                requireNonNull(url, "url").startsWith(INSECURE_DOCKER) ? "https" + url.substring("http".length()) : url;
        this.access = requireNonNull(access, "access");
    }

    @Override
    public CatalogSnapshot read() {
        byte[] bytes = fetch.get()
                .orElseThrow(() -> new ConfigException("Cannot fetch catalog " + url
                        + ": nothing on the class path can fetch from URLs; add the module mcp-gateway-http"))
                .fetch(url, access, YamlReader.MAX_BYTES, TIMEOUT);
        return CatalogReader.read(bytes, new Origin(url, Trust.FOREIGN));
    }

    private static Optional<GuardedFetch> discover() {
        return ServiceLoader.load(GuardedFetch.class, UrlCatalog.class.getClassLoader())
                .findFirst();
    }

    @Override
    public String toString() {
        return "catalog " + url;
    }
}
