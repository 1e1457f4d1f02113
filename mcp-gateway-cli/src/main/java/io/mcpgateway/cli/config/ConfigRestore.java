package io.mcpgateway.cli.config;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.StandardInput;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.cli.state.ConfirmedChangeOptions;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code config restore}. */
@Command
public final class ConfigRestore implements Callable<Integer> {
    /** A backup holds several files, each up to the largest that is changed. */
    private static final int MAX_BYTES = 8 * Change.MAX_BYTES;

    private final Session session;

    @Parameters(arity = "1", paramLabel = "FILE", description = "What 'config dump' wrote; - for standard input")
    private String file = "";

    @Mixin
    private final ConfirmedChangeOptions options;

    /** The command of a run. */
    public ConfigRestore(Session session) {
        this.session = session;
        this.options = new ConfirmedChangeOptions(session);
    }

    @Override
    public Integer call() {
        String source = file.equals("-") ? "standard input" : file;
        String text = file.equals("-") ? StandardInput.text(session.console(), MAX_BYTES) : read();
        options.change(
                "config restore",
                "This replaces files of yours by those of the backup",
                change -> Backup.restore(session.home(), source, text, change));
        if (Backup.holdsSecrets(source, text)) {
            session.console()
                    .err()
                    .println("The secrets in the backup are left out; 'secret set' stores each where it belongs");
        }
        return 0;
    }

    private String read() {
        byte[] bytes = SafeFiles.read(Path.of(file).toAbsolutePath(), MAX_BYTES)
                .orElseThrow(() -> new GatewayException(ErrorCode.NOT_FOUND, file + ": no such file"));
        return YamlReader.decode(file, bytes);
    }
}
