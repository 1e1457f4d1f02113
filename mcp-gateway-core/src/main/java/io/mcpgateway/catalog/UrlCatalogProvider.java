package io.mcpgateway.catalog;

import io.mcpgateway.remote.RemoteAccess;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.CatalogProvider;
import io.mcpgateway.spi.ProviderContext;
import java.util.Set;

/**
 * Makes {@link UrlCatalog}s. Settings: {@code url}; {@code allow-remote}, hosts {@code host[:port]} separated by commas
 * that may be private or plain HTTP.
 */
public final class UrlCatalogProvider implements CatalogProvider {
    /** For the service loader. */
    public UrlCatalogProvider() {}

    @Override
    public String name() {
        return "url";
    }

    @Override
    public Catalog create(ProviderContext context) {
        String hosts = context.setting("allow-remote").orElse("");
        RemoteAccess access =
                hosts.isBlank() ? RemoteAccess.STRICT : new RemoteAccess(Set.of(hosts.split("\\s*,\\s*")), false);
        return new UrlCatalog(context.requiredSetting("url"), access);
    }
}
