package io.mcpgateway.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.LocalDirectorySSLConfig;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.SSLConfig;
import io.mcpgateway.model.ConfigException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** docker-java on one endpoint, set up from that endpoint alone: it reads no file and no variable of its own. */
final class EngineClient implements Closeable {
    /**
     * Bounds only short calls: attached workloads and pulls have connections of their own, so that hundreds of them
     * cannot starve a stop.
     */
    private static final int MOST_CONNECTIONS = 64;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(2);

    private final EngineEndpoint endpoint;
    private final @Nullable SSLContext tls;
    private final DockerHttpClient http;
    private final DockerClient docker;

    EngineClient(EngineEndpoint endpoint) {
        this.endpoint = endpoint;
        SSLConfig sslConfig = endpoint.tls().map(EngineClient::certificates).orElse(null);
        this.tls = sslConfig == null ? null : context(sslConfig, endpoint);
        this.http = new ApacheDockerHttpClient.Builder()
                .dockerHost(endpoint.uri())
                .sslConfig(sslConfig)
                .maxConnections(MOST_CONNECTIONS)
                .connectionTimeout(CONNECT_TIMEOUT)
                .responseTimeout(RESPONSE_TIMEOUT)
                .build();
        this.docker = DockerClientImpl.getInstance(new Settings(endpoint.uri()), http);
    }

    private static SSLConfig certificates(Path directory) {
        Stream.of("ca.pem", "cert.pem", "key.pem").map(directory::resolve).forEach(file -> {
            if (!Files.isReadable(file)) {
                throw new ConfigException(
                        "TLS to the container engine needs ca.pem, cert.pem and key.pem; %s cannot be read"
                                .formatted(file));
            }
        });
        return new LocalDirectorySSLConfig(directory.toString());
    }

    private static SSLContext context(SSLConfig config, EngineEndpoint endpoint) {
        try {
            return config.getSSLContext();
        } catch (Exception e) { // the interface declares four kinds, its implementation throws a fifth
            throw new ConfigException("The certificates for the container engine at " + endpoint + " are no good", e);
        }
    }

    EngineEndpoint endpoint() {
        return endpoint;
    }

    DockerClient docker() {
        return docker;
    }

    EngineConnection connect() throws IOException {
        return EngineConnection.open(endpoint, tls);
    }

    @Override
    public void close() throws IOException {
        http.close();
    }

    /** What docker-java asks of a configuration. Credentials never pass through it. */
    private record Settings(URI uri) implements DockerClientConfig {
        @Override
        public URI getDockerHost() {
            return uri;
        }

        @Override
        public RemoteApiVersion getApiVersion() {
            return RemoteApiVersion.UNKNOWN_VERSION;
        }

        @Override
        public @Nullable String getRegistryUsername() {
            return null;
        }

        @Override
        public @Nullable String getRegistryPassword() {
            return null;
        }

        @Override
        public @Nullable String getRegistryEmail() {
            return null;
        }

        @Override
        public String getRegistryUrl() {
            return AuthConfig.DEFAULT_SERVER_ADDRESS;
        }

        @Override
        public @Nullable AuthConfig effectiveAuthConfig(String imageName) {
            return null;
        }

        @Override
        public AuthConfigurations getAuthConfigurations() {
            return new AuthConfigurations();
        }

        /** Not asked for: the transport has been given its own. */
        @Override
        @SuppressWarnings("deprecation")
        public com.github.dockerjava.core.@Nullable SSLConfig getSSLConfig() {
            return null;
        }
    }
}
