package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import java.util.List;
import java.util.Optional;

/** What a publisher says of signing in, as far as it has the shape that catalogs know. Stateless. */
final class OauthBlock {
    private OauthBlock() {}

    static Optional<ObjectNode> of(JsonNode said) {
        ArrayNode providers = Json.mapper().createArrayNode();
        ServerDocument.stream(said.path("providers")).forEach(provider -> {
            ObjectNode known = Json.mapper().createObjectNode();
            for (String member : List.of("provider", "secret", "env")) {
                if (provider.path(member).isTextual()) {
                    known.set(member, provider.get(member));
                }
            }
            if (known.has("provider")) {
                providers.add(known);
            }
        });
        if (providers.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode block = Json.mapper().createObjectNode();
        block.set("providers", providers);
        ArrayNode scopes = Json.mapper().createArrayNode();
        said.path("scopes").forEach(scope -> {
            if (scope.isTextual()) {
                scopes.add(scope);
            }
        });
        if (!scopes.isEmpty()) {
            block.set("scopes", scopes);
        }
        return Optional.of(block);
    }
}
