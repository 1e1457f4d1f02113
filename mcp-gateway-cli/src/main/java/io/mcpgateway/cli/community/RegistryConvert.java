package io.mcpgateway.cli.community;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code registry convert}. */
@Command
public final class RegistryConvert implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--file",
            required = true,
            paramLabel = "FILE",
            description = "A server document of the community registry (server.json)")
    private String file = "";

    /** The command of a run. */
    public RegistryConvert(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        byte[] bytes = SafeFiles.read(Path.of(file).toAbsolutePath(), Change.MAX_BYTES)
                .orElseThrow(() -> new GatewayException(ErrorCode.NOT_FOUND, file + ": no such file"));
        CommunityServer server = CommunityServer.of(file, bytes);
        session.console().out().print(new YamlEditor(file).set("", List.of("registry", server.name()), server.entry()));
        return 0;
    }
}
