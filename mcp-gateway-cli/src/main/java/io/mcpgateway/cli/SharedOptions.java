package io.mcpgateway.cli;

import io.mcpgateway.cli.console.Session;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** The options that every command takes; made without reflection. */
final class SharedOptions {
    private SharedOptions() {}

    static void addTo(CommandSpec spec, Session session) {
        spec.addOption(OptionSpec.builder("--home")
                .paramLabel("DIR")
                .type(Path.class)
                .description("Where the gateway's files are (MCP_GATEWAY_HOME, else ~/.docker/mcp)")
                .scopeType(ScopeType.INHERIT)
                .setter(setter(value -> session.home((Path) value)))
                .build());
        spec.addOption(OptionSpec.builder("--verbose")
                .arity("0..1")
                .type(Boolean.class)
                .fallbackValue("true")
                .paramLabel("BOOL")
                .description("Show what servers write to standard error, and where errors come from")
                .scopeType(ScopeType.INHERIT)
                .setter(setter(value -> session.verbose((Boolean) value)))
                .build());
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help")
                .scopeType(ScopeType.INHERIT)
                .build());
    }

    static OptionSpec version() {
        return OptionSpec.builder("-v", "--version")
                .versionHelp(true)
                .description("Show the version")
                .build();
    }

    /** Picocli sets an option to {@code null} before it parses; nobody wants to hear of that. */
    private static ISetter setter(java.util.function.Consumer<Object> target) {
        return new ISetter() {
            @Override
            public <T> T set(T value) {
                if (value != null) {
                    target.accept(value);
                }
                return value;
            }
        };
    }
}
