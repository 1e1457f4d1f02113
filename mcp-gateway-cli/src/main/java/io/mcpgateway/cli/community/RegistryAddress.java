package io.mcpgateway.cli.community;

import io.mcpgateway.model.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a registry has a server: {@code https://HOST/…/vN/servers/NAME[/versions[/VERSION]]}.
 *
 * @param root the registry
 * @param name the server's name in it
 * @param version the version; {@code latest} for the newest
 */
record RegistryAddress(RegistryRoot root, String name, String version) {
    private static final String LATEST = "latest";

    private static final Pattern API = Pattern.compile("v\\d{1,3}(\\.\\d{1,3})?");

    /**
     * Reads a reference.
     *
     * @throws ConfigException if it is none
     */
    static RegistryAddress parse(String url) {
        URI uri = uri(url);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        List<String> segments = Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
        if (segments.size() < 3) {
            throw refused("expected at least 3 path segments, got " + segments.size(), url);
        }
        int api = api(segments);
        if (api < 0) {
            throw refused("could not find API version and server name", url);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused("it must end with the server's name or version, without '?' and '#'", url);
        }
        List<String> rest = segments.subList(api + 2, segments.size());
        int versions = rest.indexOf("versions");
        // Names have one slash, which many write as it is.
        String name = decoded(String.join("/", versions < 0 ? rest : rest.subList(0, versions)), url);
        List<String> after = versions < 0 ? List.of() : rest.subList(versions + 1, rest.size());
        if (after.size() > 1) {
            throw refused("there is something after the version", url);
        }
        String base = uri.getScheme() + "://" + uri.getRawAuthority()
                + String.join(
                        "",
                        segments.subList(0, api).stream()
                                .map(each -> "/" + each)
                                .toList());
        return new RegistryAddress(
                new RegistryRoot(base, segments.get(api)), name, after.isEmpty() ? LATEST : decoded(after.get(0), url));
    }

    boolean isLatest() {
        return version.equals(LATEST);
    }

    /** Whether this has the shape of a reference, so that {@link #parse} would take it. */
    static boolean matches(String url) {
        try {
            parse(url);
            return true;
        } catch (ConfigException e) {
            return false;
        }
    }

    private static int api(List<String> segments) {
        for (int i = 0; i + 2 < segments.size(); i++) {
            if (API.matcher(segments.get(i)).matches()
                    && segments.get(i + 1).equals("servers")
                    && !segments.get(i + 2).equals("versions")) {
                return i;
            }
        }
        return -1;
    }

    static boolean isApi(String segment) {
        return API.matcher(segment).matches();
    }

    static URI uri(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getScheme() == null || uri.getRawAuthority() == null) {
                throw refused("expected https://HOST/v0/servers/NAME", url);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new ConfigException("invalid registry URL: " + e.getReason() + ": " + url, e);
        }
    }

    private static String decoded(String segment, String url) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("invalid registry URL: '" + segment + "' is not percent-encoded: " + url, e);
        }
    }

    private static ConfigException refused(String why, String url) {
        return new ConfigException("invalid registry URL: " + why + ": " + url);
    }
}
