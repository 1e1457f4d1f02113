package io.mcpgateway.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.StandardInput;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.cli.state.ConfirmedChangeOptions;
import io.mcpgateway.model.ConfigException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code config write} and {@code config reset}. */
@Command
public final class ConfigWrite implements Callable<Integer> {
    private final Session session;
    private final boolean reset;

    @Parameters(
            arity = "0..1",
            paramLabel = "TEXT",
            hideParamSyntax = true,
            description = "The whole configuration as YAML: a map of servers, each a map; - for standard input")
    private @Nullable String text;

    @Mixin
    private final ConfirmedChangeOptions options;

    private ConfigWrite(Session session, boolean reset) {
        this.session = session;
        this.options = new ConfirmedChangeOptions(session);
        this.reset = reset;
    }

    /** The command that replaces the configuration. */
    public static ConfigWrite write(Session session) {
        return new ConfigWrite(session, false);
    }

    /** The command that empties it. */
    public static ConfigWrite reset(Session session) {
        return new ConfigWrite(session, true);
    }

    @Override
    public Integer call() {
        String given = text;
        if (reset == (given != null)) {
            throw new ConfigException(
                    reset
                            ? "config reset takes no text"
                            : "config write needs the text to write, or - for standard input");
        }
        String content = given == null
                ? ""
                : given.equals("-") ? StandardInput.text(session.console(), Change.MAX_BYTES) : given;
        check(content);
        Path file = session.home().resolve("config.yaml");
        options.change(
                reset ? "config reset" : "config write",
                "This " + (reset ? "empties " : "replaces what is in ") + file,
                change -> change.write(file, content));
        return 0;
    }

    private static void check(String content) {
        for (Map.Entry<String, JsonNode> server :
                new YamlEditor("config.yaml").read(content).properties()) {
            if (!server.getValue().isObject() && !server.getValue().isNull()) {
                throw new ConfigException("config.yaml: the configuration of '" + server.getKey() + "' is no map");
            }
        }
    }
}
