package io.mcpgateway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.ContainerRuntime.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a container takes of the machine, as the engine counts it.
 *
 * @param control the container
 */
record ContainerUsage(ContainerControl control) {
    private static final int BUFFER = 16 << 10;

    /** A limit from here on is none: the engine then tells the machine's memory, or the largest number there is. */
    private static final long NO_LIMIT = 1L << 60;

    /**
     * Asks the engine; empty if the container has ended.
     *
     * @throws GatewayException if the engine does not answer
     */
    Optional<Usage> read() {
        String attempt = "Cannot measure container '" + control.name() + "'";
        // Without one-shot the engine would look twice, a second apart.
        try (EngineExchange exchange = control.engine()
                .open(
                        attempt,
                        "GET",
                        "/containers/" + control.id() + "/stats?stream=false&one-shot=true",
                        Map.of("Connection", "close"),
                        BUFFER)) {
            return exchange.status() == 200 ? usage(exchange.json()) : Optional.empty();
        } catch (IOException e) {
            throw control.engine().lost(attempt, e);
        }
    }

    static Optional<Usage> usage(JsonNode stats) {
        JsonNode memory = stats.path("memory_stats");
        long used = memory.path("usage").asLong(-1);
        long processor =
                stats.path("cpu_stats").path("cpu_usage").path("total_usage").asLong(-1);
        if (used < 0 || processor < 0) {
            return Optional.empty(); // it is ending
        }
        JsonNode detail = memory.path("stats");
        // Control groups of version 2, else of version 1: what is cached of files, and given up on demand.
        long cached = detail.path("inactive_file")
                .asLong(detail.path("total_inactive_file").asLong(0));
        long limit = memory.path("limit").asLong(0);
        return Optional.of(new Usage(
                Math.max(0, used - Math.max(0, Math.min(used, cached))),
                limit > 0 && limit < NO_LIMIT ? OptionalLong.of(limit) : OptionalLong.empty(),
                Duration.ofNanos(processor)));
    }
}
