package io.mcpgateway.cli.community;

import io.mcpgateway.model.ConfigException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A registry.
 *
 * @param base its URL, without a slash at the end
 * @param api the version of its interface, such as {@code v0}
 */
record RegistryRoot(String base, String api) {
    /** Registries that are named by their host only. */
    static final String API = "v0";

    /** The version that some registries have alone. */
    static final String STABLE_API = "v0.1";

    /** How many servers a page has at most. */
    static final int PAGE = 100;

    /**
     * Reads what a user wrote: a host, or a URL with or without {@code /vN/servers} at its end.
     *
     * @throws ConfigException if it is neither
     */
    static RegistryRoot parse(String text) {
        String url = text.contains("://") ? text : "https://" + text;
        URI uri = RegistryAddress.uri(url);
        if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new ConfigException("'" + text + "' is no registry: write a host, or the URL of one");
        }
        String base = url.replaceFirst("/+$", "").replaceFirst("/servers$", "");
        String last = base.substring(base.lastIndexOf('/') + 1);
        return RegistryAddress.isApi(last)
                ? new RegistryRoot(base.substring(0, base.length() - last.length() - 1), last)
                : new RegistryRoot(base, API);
    }

    /** What it is called: its host. */
    String host() {
        return URI.create(base).getRawAuthority();
    }

    RegistryRoot withApi(String other) {
        return new RegistryRoot(base, other);
    }

    /** A page of the newest versions of all servers. */
    String page(String search, String cursor) {
        return servers() + "?version=latest&limit=" + PAGE + (search.isEmpty() ? "" : "&search=" + encoded(search))
                + (cursor.isEmpty() ? "" : "&cursor=" + encoded(cursor));
    }

    String versions(String name) {
        return servers() + "/" + encoded(name) + "/versions";
    }

    /** The place of one version, which never changes. */
    String version(String name, String version) {
        return versions(name) + "/" + encoded(version);
    }

    private String servers() {
        return base + "/" + api + "/servers";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
