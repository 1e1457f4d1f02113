package io.mcpgateway.cli.client;

import java.util.Map;
import java.util.TreeMap;

/** The clients that there are, for completion. */
public final class ClientNames {
    private ClientNames() {}

    /** Their ids, with what people call them. */
    public static Map<String, String> all() {
        Map<String, String> names = new TreeMap<>();
        AiClient.all().forEach((id, client) -> names.put(id, client.name()));
        return names;
    }
}
