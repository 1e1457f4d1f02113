package io.mcpgateway.cli.config;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code config read}. */
@Command
public final class ConfigRead implements Callable<Integer> {
    private final Session session;

    /** The command of a run. */
    public ConfigRead(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        SafeFiles.read(session.home().resolve("config.yaml"), Change.MAX_BYTES)
                .ifPresent(bytes -> session.console().out().write(bytes, 0, bytes.length));
        return 0;
    }
}
