package io.mcpgateway.examples.runtime;

import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntimeProvider;
import io.mcpgateway.spi.ProviderContext;
import java.nio.file.Path;
import java.util.Set;

/** Found by {@link java.util.ServiceLoader}; being on the class path is all that it takes. */
public final class DirectoryRuntimeProvider implements ContainerRuntimeProvider {
    /** Does nothing; work starts in {@link #create}. */
    public DirectoryRuntimeProvider() {}

    @Override
    public String name() {
        return "directory";
    }

    /** Above Docker's 0, so that images run here as long as nobody names a runtime. */
    @Override
    public int priority() {
        return 100;
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return Set.of(WorkloadKind.IMAGE);
    }

    @Override
    public ContainerRuntime create(ProviderContext context) {
        Path images = context.setting("images")
                .map(Path::of)
                .orElseGet(() -> context.home().resolve("images"));
        return new DirectoryRuntime(context, new ImageDirectories(images));
    }
}
