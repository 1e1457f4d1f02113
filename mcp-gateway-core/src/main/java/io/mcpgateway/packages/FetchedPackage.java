package io.mcpgateway.packages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What a fetch tells. It comes from where a package's own code may have run, so it is checked: nothing of it means anything
 * outside of where the package runs.
 *
 * @param version what was fetched
 * @param integrity what the registry says of its bytes; may be empty
 * @param script the program, below the content
 */
record FetchedPackage(String version, String integrity, String script) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A fetch that failed, with the reason as far as it is known. */
    static final class FetchFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FetchFailedException(String message) {
            super(message);
        }
    }

    static FetchedPackage parse(String line) throws FetchFailedException {
        JsonNode said;
        try {
            said = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new FetchFailedException("it told nothing that can be read");
        }
        if (said.path("error").isTextual()) {
            throw new FetchFailedException(said.path("error").asText().replaceAll("\\p{Cc}", " "));
        }
        String script = said.path("script").asText("");
        if (script.isEmpty()
                || script.startsWith("/")
                || List.of(script.split("/")).contains("..")) {
            throw new FetchFailedException("it told of no program");
        }
        return new FetchedPackage(
                said.path("version").asText(""), said.path("integrity").asText(""), script);
    }
}
