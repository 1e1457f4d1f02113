package io.mcpgateway.cli.config;

import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code config read}: the file as it is, or what it says in another form. */
@Command
public final class ConfigRead implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public ConfigRead(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        Path file = session.home().resolve("config.yaml");
        byte[] bytes = SafeFiles.read(file, Change.MAX_BYTES).orElse(new byte[0]);
        format.show(
                () -> new YamlEditor(file.toString()).read(YamlReader.decode(file.toString(), bytes)),
                () -> session.console().out().write(bytes, 0, bytes.length));
        return 0;
    }
}
