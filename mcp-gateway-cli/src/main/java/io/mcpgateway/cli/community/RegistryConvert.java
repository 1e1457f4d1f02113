package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Format;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.console.Yaml;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public RegistryConvert(Session session) {
        this.session = session;
        this.format = new FormatOptions(session, Format.YAML);
    }

    @Override
    public Integer call() {
        byte[] bytes = SafeFiles.read(Path.of(file).toAbsolutePath(), Change.MAX_BYTES)
                .orElseThrow(() -> new GatewayException(ErrorCode.NOT_FOUND, file + ": no such file"));
        CommunityServer server = CommunityServer.of(file, bytes);
        ObjectNode document = Json.mapper().createObjectNode();
        document.putObject("registry").set(server.name(), server.entry());
        format.show(() -> document, () -> session.console().out().print(Yaml.document(document)));
        server.notes().forEach(note -> session.console().err().println("! Note: " + Table.plain(note)));
        return 0;
    }
}
