package io.mcpgateway.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.IOException;
import java.util.Locale;

/** Turns what an engine or the way to it says into messages for people. */
final class EngineErrors {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LONGEST = 600;

    private EngineErrors() {}

    /** The {@code message} of an error body, on one line and not too long. */
    static String reason(int status, String body) {
        String text = body;
        try {
            JsonNode message = MAPPER.readTree(body).path("message");
            text = message.isTextual() ? message.asText() : body;
        } catch (JsonProcessingException e) {
            // Not JSON: then the text itself is all there is.
        }
        text = oneLine(text);
        return text.isEmpty() ? "status " + status : text;
    }

    /** The reason inside docker-java's {@code Status 404: {"message": …}}. */
    static String reason(DockerException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        int colon = message.indexOf(": ");
        return reason(e.getHttpStatus(), colon < 0 ? message : message.substring(colon + 2));
    }

    static String oneLine(String text) {
        String line = text.replaceAll("[\\s\\p{Cc}]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** The engine could not be reached. */
    static GatewayException unavailable(String attempt, EngineEndpoint endpoint, Throwable failure) {
        Throwable cause = ioCause(failure);
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : oneLine(cause.getMessage());
        return new GatewayException(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "%s: no container engine answers at %s: %s. %s"
                        .formatted(attempt, endpoint, why, remedy(endpoint, why)),
                failure);
    }

    private static String remedy(EngineEndpoint endpoint, String why) {
        String lower = why.toLowerCase(Locale.ROOT);
        if (lower.contains("permission denied")) {
            return "Let this user use the socket (often: join the group 'docker' and log in again)";
        }
        if (endpoint.tls().isPresent() && !lower.contains("refused")) {
            return "Check ca.pem, cert.pem and key.pem in " + endpoint.tls().get();
        }
        return "Start Docker, or say where it is with DOCKER_HOST or `docker context use`";
    }

    /** The first I/O error in the chain of causes, or the failure itself. */
    static Throwable ioCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return cause;
            }
        }
        return failure;
    }
}
