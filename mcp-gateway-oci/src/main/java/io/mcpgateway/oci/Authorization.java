package io.mcpgateway.oci;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.oci.RegistryHttp.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Turns a registry's challenge and the user's login into an {@code Authorization} header. The login goes to the registry
 * itself, or to the realm that it declares, if {@link Origins} allows that. Blocks; stateless.
 */
final class Authorization {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST_ANSWER = 1 << 20;
    private static final String CLIENT = "mcp-gateway";

    private final RegistryHttp http;
    private final RegistryLogins logins;
    private final Origins origins;

    Authorization(RegistryHttp http, RegistryLogins logins, Origins origins) {
        this.http = http;
        this.logins = logins;
        this.origins = origins;
    }

    /**
     * The header's value; empty if the registry is to be asked without.
     *
     * @param base where the registry is
     * @param scope what is to be done, such as {@code repository:mcp/x:pull}
     * @throws GatewayException if the realm is refused, or gives no token
     */
    Optional<Secret> answer(String registry, URI base, Challenge challenge, String scope) {
        Optional<RegistryLogin> login = logins.find(registry);
        if (challenge.isBearer()) {
            return Optional.of(Secret.of("Bearer " + token(registry, base, challenge, scope, login)));
        }
        return login.filter(known -> !known.isIdentityToken()).map(known -> Secret.of(basic(known)));
    }

    private static String basic(RegistryLogin login) {
        String pair = login.username() + ":" + login.secret().reveal();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private String token(String registry, URI base, Challenge challenge, String scope, Optional<RegistryLogin> login) {
        URI realm = realm(registry, base, challenge);
        String service = challenge.parameter("service");
        String query = "service=" + encode(service) + "&scope=" + encode(scope);
        HttpRequest.Builder request;
        if (login.isPresent() && login.get().isIdentityToken()) {
            String form = query + "&grant_type=refresh_token&client_id=" + CLIENT + "&refresh_token="
                    + encode(login.get().secret().reveal());
            request = HttpRequest.newBuilder(realm)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));
        } else {
            String separator = realm.getRawQuery() == null ? "?" : "&";
            request = HttpRequest.newBuilder(URI.create(realm + separator + query + "&client_id=" + CLIENT));
            if (login.isPresent()) {
                request.header("Authorization", basic(login.get()));
            }
        }
        Answer answer = http.send(request.build(), LONGEST_ANSWER, PATIENCE, bytes -> {});
        if (answer.status() != 200) {
            throw RegistryErrors.of("no token from " + realm.getAuthority(), registry, answer);
        }
        return text(realm, answer);
    }

    private URI realm(String registry, URI base, Challenge challenge) {
        URI realm;
        try {
            realm = URI.create(challenge.parameter("realm"));
        } catch (IllegalArgumentException e) {
            realm = URI.create("");
        }
        if (!origins.allowsRealm(base, realm)) {
            throw new GatewayException(
                    ErrorCode.DENIED,
                    registry + " wants its tokens to be fetched from '"
                            + RegistryErrors.oneLine(challenge.parameter("realm"))
                            + "', which is no public HTTPS address; --allow-remote HOST:PORT allows it");
        }
        return realm;
    }

    private static String text(URI realm, Answer answer) {
        JsonNode said = RegistryJson.lenient(answer.body());
        String token = said.path("token").asText("");
        if (token.isEmpty()) {
            token = said.path("access_token").asText("");
        }
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE, realm.getAuthority() + " answered with no token that can be used");
        }
        return token;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
