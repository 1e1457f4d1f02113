package io.mcpgateway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.IOException;
import java.util.Map;

/**
 * The signals and the removal of one container. A container that has ended meanwhile is no failure.
 *
 * @param engine where it is
 * @param id its id
 * @param name its name
 */
record ContainerControl(Engine engine, String id, String name) {
    private static final String DEFAULT_SIGNAL = "SIGTERM";
    private static final int BUFFER = 16 << 10;

    /** Sends the signal that the image says it ends on. */
    void terminate() {
        signal(stopSignal());
    }

    void kill() {
        signal("SIGKILL");
    }

    private void signal(String signal) {
        try {
            engine.run(
                    "Cannot stop container '" + name + "'",
                    docker -> docker.killContainerCmd(id).withSignal(signal).exec());
        } catch (NotFoundException | ConflictException e) {
            // It has ended.
        } catch (DockerException e) {
            throw failed("stop", e);
        }
    }

    /** docker-java does not tell the stop signal of a container. */
    private String stopSignal() {
        try (EngineExchange exchange = engine.open(
                "Cannot look at container '" + name + "'",
                "GET",
                "/containers/" + id + "/json",
                Map.of("Connection", "close"),
                BUFFER)) {
            JsonNode signal =
                    exchange.status() == 200 ? exchange.json().path("Config").path("StopSignal") : null;
            String text = signal == null ? "" : signal.asText("");
            return text.matches("[A-Z0-9+]{1,16}") ? text : DEFAULT_SIGNAL;
        } catch (IOException e) {
            throw engine.lost("Cannot look at container '" + name + "'", e);
        }
    }

    /** Kills it if it runs, and removes it with its anonymous volumes. */
    void remove() {
        try {
            engine.run(
                    "Cannot remove container '" + name + "'",
                    docker -> docker.removeContainerCmd(id)
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec());
        } catch (NotFoundException | ConflictException e) {
            // It is gone, or the engine is removing it already.
        } catch (DockerException e) {
            throw failed("remove", e);
        }
    }

    private GatewayException failed(String verb, DockerException e) {
        return new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                "Cannot %s container '%s': the engine says: %s".formatted(verb, name, EngineErrors.reason(e)),
                e);
    }
}
