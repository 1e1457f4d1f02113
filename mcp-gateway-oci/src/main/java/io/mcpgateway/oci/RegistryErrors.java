package io.mcpgateway.oci;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.oci.RegistryHttp.Answer;

/** Says in a line what a registry's refusal means. Stateless. */
final class RegistryErrors {
    private static final int LONGEST = 200;

    private RegistryErrors() {}

    /**
     * The failure behind an answer.
     *
     * @param what was tried, such as {@code "cannot pull x:latest"}
     * @param registry whom the user can log in to
     */
    static GatewayException of(String what, String registry, Answer answer) {
        String said = said(answer);
        return switch (answer.status()) {
            case 401, 403 ->
                new GatewayException(
                        ErrorCode.DENIED,
                        what + ": " + registry + " refuses" + said
                                + "; is there such a repository, and are you logged in" + " ('docker login"
                                + (registry.equals(OciReference.HUB) ? "" : " " + registry) + "')?");
            case 404 -> new GatewayException(ErrorCode.NOT_FOUND, what + ": not found at " + registry + said);
            case 429 ->
                new GatewayException(
                        ErrorCode.LIMIT, what + ": " + registry + " has had enough requests for now" + said);
            default ->
                new GatewayException(
                        ErrorCode.SERVER_UNAVAILABLE,
                        what + ": " + registry + " answered with status " + answer.status() + said);
        };
    }

    /** What the registry says of it, if it does so in the way that is agreed on. */
    private static String said(Answer answer) {
        JsonNode error = RegistryJson.lenient(answer.body()).path("errors").path(0);
        String code = error.path("code").asText("");
        String message = error.path("message").asText("");
        return code.isEmpty() && message.isEmpty() ? "" : " (" + oneLine((code + " " + message).strip()) + ")";
    }

    /** Foreign text on one line of bounded length, without what could steer a terminal. */
    static String oneLine(String text) {
        String plain = text.replaceAll("[\\p{Cc}\\s]+", " ").strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }
}
