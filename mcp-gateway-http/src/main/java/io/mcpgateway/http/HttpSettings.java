package io.mcpgateway.http;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.spi.ProviderContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the settings that the transports with a listener have in common. */
final class HttpSettings {
    private static final String TOKEN_VARIABLE = "MCP_GATEWAY_AUTH_TOKEN";
    private static final String DEFAULT_PORT = "8811";

    private HttpSettings() {}

    static StreamableHttpOptions options(ProviderContext context) {
        StreamableHttpOptions.Builder builder = StreamableHttpOptions.builder();
        context.setting("host").ifPresent(builder::host);
        builder.port(number("port", context.setting("port").orElse(DEFAULT_PORT)));
        context.setting("allowed-origins").ifPresent(list -> builder.allowedOrigins(setOf(list)));
        context.setting("allowed-hosts").ifPresent(list -> builder.allowedHosts(setOf(list)));
        context.setting("max-body-bytes").ifPresent(text -> builder.maxBodyBytes(number("max-body-bytes", text)));
        if (Boolean.parseBoolean(context.setting("allow-unauthenticated").orElse("false"))) {
            builder.allowUnauthenticated();
        } else {
            String token = context.setting("token").orElse(context.environment().getOrDefault(TOKEN_VARIABLE, ""));
            if (!token.isEmpty()) {
                builder.token(Secret.of(token));
            }
        }
        return builder.build();
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new ConfigException("Setting '" + name + "' must be a number, not '" + text + "'", e);
        }
    }

    private static Set<String> setOf(String list) {
        return new LinkedHashSet<>(List.of(list.strip().split("\\s*,\\s*")));
    }
}
