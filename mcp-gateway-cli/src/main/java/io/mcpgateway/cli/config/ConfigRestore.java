package io.mcpgateway.cli.config;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.cli.state.State;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code config restore}. */
@Command
public final class ConfigRestore implements Callable<Integer> {
    /** A backup holds several files, each up to the largest that is changed. */
    private static final int MAX_BYTES = 8 * Change.MAX_BYTES;

    private final Session session;

    @Parameters(arity = "1", paramLabel = "FILE", description = "What 'config dump' wrote; - for standard input")
    private String file = "";

    @Option(names = "--dry-run", description = "Show the difference, and change nothing")
    private boolean dryRun;

    /** The command of a run. */
    public ConfigRestore(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        session.dryRun(dryRun);
        byte[] bytes = file.equals("-")
                ? session.console().in().readNBytes(MAX_BYTES + 1)
                : SafeFiles.read(Path.of(file).toAbsolutePath(), MAX_BYTES)
                        .orElseThrow(() -> new GatewayException(ErrorCode.NOT_FOUND, file + ": no such file"));
        if (bytes.length > MAX_BYTES) {
            throw new ConfigException("standard input: larger than " + MAX_BYTES + " bytes");
        }
        String text = YamlReader.decode(file, bytes);
        new State(session).<Void>change("config restore", change -> {
            Backup.restore(session, text, change);
            return null;
        });
        return 0;
    }
}
