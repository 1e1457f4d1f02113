import io.mcpgateway.docker.DockerContainerRuntimeProvider;
import io.mcpgateway.spi.ContainerRuntimeProvider;

/** Runs servers as containers of a Docker Engine. */
module io.mcpgateway.docker {
    requires transitive io.mcpgateway.api;
    requires io.mcpgateway.egress;
    requires static org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.github.dockerjava.api;
    requires com.github.dockerjava.core;
    requires com.github.dockerjava.transport;
    requires com.github.dockerjava.transport.httpclient5;

    exports io.mcpgateway.docker;

    provides ContainerRuntimeProvider with
            DockerContainerRuntimeProvider;
}
