package io.mcpgateway.cli.community;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a registry lists.
 *
 * @param servers those that can be run or reached, by their names in catalogs
 * @param skipped those that cannot, by their names in the registry
 * @param problems why it is not the whole list; empty if it is
 */
public record Listing(List<CommunityServer> servers, List<Skipped> skipped, List<String> problems) {
    /** Copies the lists. */
    public Listing {
        servers = List.copyOf(servers);
        skipped = List.copyOf(skipped);
        problems = List.copyOf(problems);
    }

    /**
     * A server that is left out.
     *
     * @param name its name in the registry; empty if the registry gives none
     * @param kind what it has instead, for counting: {@code nuget}, {@code no packages}, {@code excluded}, …
     * @param reason the reason in a sentence
     */
    public record Skipped(String name, String kind, String reason) {}

    /** How many servers the registry has named. */
    public int fetched() {
        return servers.size() + skipped.size();
    }

    /** How many servers there are of each kind: {@code image}, {@code npm}, {@code pypi}, {@code remote}. */
    public Map<String, Integer> kinds() {
        Map<String, Integer> kinds = new TreeMap<>();
        servers.forEach(server -> kinds.merge(server.kind(), 1, Integer::sum));
        return kinds;
    }

    /** How many are left out, and for what. */
    public Map<String, Integer> skippedKinds() {
        Map<String, Integer> kinds = new TreeMap<>();
        skipped.forEach(each -> kinds.merge(each.kind(), 1, Integer::sum));
        return kinds;
    }
}
