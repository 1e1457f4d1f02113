package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.fetch.Downloads;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Reads the pages of a registry's list. A page that fails is asked for once more; if it fails again, what was read before
 * stays of use, and what is missing is told.
 */
final class RegistryPages {
    private static final int MAX_PAGE_BYTES = 8 << 20;
    private static final int MAX_PAGES = 2_000;
    private static final int MAX_SERVERS = 100_000;
    private static final int MAX_CURSOR = 4_096;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Downloads downloads;
    private final Duration pause;
    private final IntConsumer progress;
    private int servers;

    /**
     * Pages.
     *
     * @param pause how long to wait before a page is asked for again
     * @param progress hears how many servers there are so far
     */
    RegistryPages(Downloads downloads, Duration pause, IntConsumer progress) {
        this.downloads = downloads;
        this.pause = pause;
        this.progress = progress;
    }

    /**
     * Reads all pages.
     *
     * @param each takes what stands for one server, not yet checked
     * @return why it is not the whole list; empty if it is
     * @throws GatewayException if not even the first page can be read
     */
    String read(RegistryRoot root, String search, Consumer<JsonNode> each) {
        Set<String> cursors = new HashSet<>();
        String cursor = "";
        for (int number = 1; number <= MAX_PAGES; number++) {
            JsonNode page;
            try {
                page = page(root.page(search, cursor));
            } catch (GatewayException e) {
                if (number == 1) {
                    throw e;
                }
                return "page " + number + " of " + root.host() + " cannot be read, and what follows it is missing: "
                        + e.getMessage();
            }
            for (JsonNode server : page.path("servers")) {
                if (++servers > MAX_SERVERS) {
                    return root.host() + " lists more than " + MAX_SERVERS + " servers; the rest is left out";
                }
                each.accept(server);
            }
            progress.accept(servers);
            cursor = page.at("/metadata/nextCursor").asText("");
            if (cursor.isEmpty() || page.at("/metadata/nextCursor").isNull()) {
                return "";
            }
            if (cursor.length() > MAX_CURSOR || !cursors.add(cursor)) {
                return "page " + number + " of " + root.host() + " names no sensible next page; the rest is left out";
            }
        }
        return root.host() + " has more than " + MAX_PAGES + " pages; the rest is left out";
    }

    private JsonNode page(String url) {
        try {
            return fetch(url);
        } catch (GatewayException e) {
            if (e.code() == ErrorCode.NOT_FOUND || e.code() == ErrorCode.DENIED) {
                throw e;
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw e;
            }
            return fetch(url);
        }
    }

    private JsonNode fetch(String url) {
        JsonNode page = downloads.json(url, MAX_PAGE_BYTES, PATIENCE);
        if (!page.path("servers").isArray()) {
            throw new ConfigException(url + ": is no list of servers: an object with 'servers' is expected");
        }
        return page;
    }
}
