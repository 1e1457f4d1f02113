package io.mcpgateway.docker;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;

/**
 * An image reference taken apart.
 *
 * @param registry host and port; {@code docker.io} if the text names none
 * @param repository what the engine is asked for: the text without tag and digest
 * @param version the tag or the digest, the digest if there are both; {@code latest} if there is neither
 */
record ImageReference(String registry, String repository, String version) {
    private static final String HUB = "docker.io";
    private static final int LONGEST = 512;

    /**
     * Reads a reference.
     *
     * @throws GatewayException if it is none
     */
    static ImageReference parse(String text) {
        // A part of the path that is empty or dots would lead to another place of the engine.
        if (text.length() > LONGEST
                || !text.matches("[A-Za-z0-9][A-Za-z0-9._:/@+-]*")
                || text.matches(".*/(\\.\\.?)?(/.*)?")) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION, "'%s' is not an image reference".formatted(EngineErrors.oneLine(text)));
        }
        String name = text;
        String version = "";
        int at = name.indexOf('@');
        if (at >= 0) {
            version = name.substring(at + 1);
            name = name.substring(0, at);
        }
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf('/')) {
            version = version.isEmpty() ? name.substring(colon + 1) : version;
            name = name.substring(0, colon);
        }
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return new ImageReference(host ? registry(first) : HUB, name, version.isEmpty() ? "latest" : version);
    }

    private static String registry(String host) {
        return host.equals("index.docker.io") || host.equals("registry-1.docker.io") ? HUB : host;
    }

    /** The key under which Docker keeps credentials for a registry. */
    static String credentialKey(String registry) {
        return registry.equals(HUB) ? "https://index.docker.io/v1/" : registry;
    }
}
