package io.mcpgateway.cli.tools;

import io.mcpgateway.cli.console.Format;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The options that all {@code tools} commands share; they may stand before or after the command's own word. */
public final class ToolsOptions {
    private final List<String> gatewayArguments = new ArrayList<>();
    private Format format = Format.LIST;
    private String profile = "";

    /** No options yet. */
    public ToolsOptions() {}

    /** Adds the options to the group. */
    public void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--format")
                .paramLabel(Format.WORDS)
                .type(Format.class)
                .converters(new Format.Converter())
                .description("How to show the answer (list)")
                .scopeType(ScopeType.INHERIT)
                .setter(new ISetter() {
                    @Override
                    public <T> T set(T value) {
                        format = value == null ? Format.LIST : (Format) value;
                        return value;
                    }
                })
                .build());
        spec.addOption(OptionSpec.builder("--profile")
                .paramLabel("ID")
                .type(String.class)
                .description("The tools of this profile, instead of what the files say")
                .scopeType(ScopeType.INHERIT)
                .setter(new ISetter() {
                    @Override
                    public <T> T set(T value) {
                        profile = value == null ? "" : (String) value;
                        return value;
                    }
                })
                .build());
        spec.addOption(OptionSpec.builder("--gateway-arg")
                .paramLabel("FLAG,…")
                .hideParamSyntax(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("A flag of 'gateway run', such as --gateway-arg=--servers=time")
                .scopeType(ScopeType.INHERIT)
                .setter(new ISetter() {
                    @Override
                    public <T> T set(T value) {
                        if (value == null) {
                            gatewayArguments.clear();
                        }
                        return value;
                    }
                })
                // Picocli would take a value that is also an option of 'tools', such as --profile, for that option.
                .parameterConsumer((arguments, option, command) -> {
                    if (arguments.isEmpty()) {
                        throw new ParameterException(
                                command.commandLine(), "Missing required parameter for option '--gateway-arg' (FLAG)");
                    }
                    gatewayArguments.addAll(List.of(arguments.pop().split(",")));
                })
                .build());
    }

    Format format() {
        return format;
    }

    /** The profile whose tools are meant; empty for what the files say. */
    String profile() {
        return profile;
    }

    List<String> gatewayArguments() {
        return List.copyOf(gatewayArguments);
    }
}
