import io.mcpgateway.examples.runtime.DirectoryRuntimeProvider;
import io.mcpgateway.spi.ContainerRuntimeProvider;

/** A container runtime of one's own: images are directories with a program. */
module io.mcpgateway.examples.runtime {
    requires transitive io.mcpgateway.api;
    requires static org.jspecify;

    exports io.mcpgateway.examples.runtime;

    provides ContainerRuntimeProvider with
            DirectoryRuntimeProvider;
}
