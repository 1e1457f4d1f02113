package io.mcpgateway.cli.oci;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.fetch.Downloads;
import io.mcpgateway.docker.DockerLogins;
import io.mcpgateway.oci.OciRegistry;
import io.mcpgateway.oci.RegistryLogin;
import io.mcpgateway.oci.RegistryLogins;
import io.mcpgateway.oci.TransferProgress;
import java.util.HashSet;
import java.util.Set;

/**
 * Clients of registries as a run has them: with the docker client's logins, the environment's proxies, and under the rules of
 * {@link Downloads} for what registries keep elsewhere. Stateless.
 */
public final class RegistryClients {
    private RegistryClients() {}

    /**
     * A client.
     *
     * @param exempt places {@code host} or {@code host:port} that the user exempts from the rules, beside the run's
     */
    public static OciRegistry of(Session session, Set<String> exempt, TransferProgress progress) {
        Set<String> all = new HashSet<>(session.allowRemote());
        all.addAll(exempt);
        return OciRegistry.builder()
                .logins(logins(session))
                .allowPlainHttp(all)
                .redirects((address, maxBytes, timeout) -> new Downloads(session, all)
                        .fetch(address.toString(), (int) Math.min(maxBytes, Integer.MAX_VALUE), timeout))
                .proxies(new EnvironmentProxies(session.console().environment()))
                .progress(progress)
                .build();
    }

    private static RegistryLogins logins(Session session) {
        DockerLogins docker = DockerLogins.of(session.console().environment());
        return registry -> docker.find(registry)
                .map(login -> login.username().isEmpty()
                        ? RegistryLogin.identityToken(login.secret())
                        : RegistryLogin.password(login.username(), login.secret()));
    }
}
