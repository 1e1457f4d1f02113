package io.mcpgateway.cli.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.ProgressLine;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.remote.GuardedFetch;
import io.mcpgateway.remote.RemoteAccess;
import java.time.Duration;
import java.util.HashSet;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Fetches documents: over HTTPS and from public addresses only, unless {@code --allow-remote} names the place or
 * {@code DOCKER_MCP_ALLOW_INSECURE_REMOTE_URLS} is set. Tells people how far it is. Blocks; confined to one thread.
 */
public final class Downloads {
    private static final String INSECURE = "DOCKER_MCP_ALLOW_INSECURE_REMOTE_URLS";

    private final Console console;
    private final RemoteAccess access;

    /** Under the rules of a run. */
    public Downloads(Session session) {
        this(session, Set.of());
    }

    /**
     * Under the rules of a run.
     *
     * @param exempt more places {@code host} or {@code host:port} that the user named
     */
    public Downloads(Session session, Set<String> exempt) {
        this.console = session.console();
        Set<String> all = new HashSet<>(session.allowRemote());
        all.addAll(exempt);
        String insecure = session.console().environment().getOrDefault(INSECURE, "");
        this.access = new RemoteAccess(all, insecure.equals("1") || insecure.equalsIgnoreCase("true"));
    }

    /** Whether this is something that can be fetched, and no path. */
    public static boolean isUrl(String source) {
        return source.startsWith("https://") || source.startsWith("http://");
    }

    /**
     * Fetches what is there.
     *
     * @throws io.mcpgateway.model.GatewayException if the address is refused, nothing is there
     *     ({@link io.mcpgateway.model.ErrorCode#NOT_FOUND}), or a limit is hit
     */
    public byte[] fetch(String url, int maxBytes, Duration patience) {
        GuardedFetch fetch = ServiceLoader.load(GuardedFetch.class)
                .findFirst()
                .orElseThrow(() -> new ConfigException("Nothing on the class path can fetch from URLs"));
        try (ProgressLine line = new ProgressLine(console, "Fetching " + url)) {
            return fetch.fetch(url, access, maxBytes, patience, line::bytes);
        }
    }

    /** Fetches JSON; otherwise as {@link #fetch}. */
    public JsonNode json(String url, int maxBytes, Duration patience) {
        String text = YamlReader.decode(url, fetch(url, maxBytes, patience));
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new ConfigException(
                    url + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr()) + ": is no valid JSON", e);
        }
    }
}
