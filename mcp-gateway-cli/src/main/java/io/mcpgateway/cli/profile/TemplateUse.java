package io.mcpgateway.cli.profile;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.ChangeOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code template use}. */
@Command
public final class TemplateUse implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1", paramLabel = "TEMPLATE", description = "The template; 'template list' shows them")
    private String template = "";

    @Option(names = "--name", paramLabel = "NAME", description = "What people call the profile (the template's title)")
    private String name = "";

    @Option(names = "--id", paramLabel = "ID", description = "What commands call the profile (made of the name)")
    private String id = "";

    @Option(
            names = "--connect",
            paramLabel = "CLIENT",
            hideParamSyntax = true,
            description = "An AI client to connect with it; may be given more than once")
    private List<String> clients = List.of();

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public TemplateUse(Session session) {
        this.session = session;
        this.options = new ChangeOptions(session);
    }

    @Override
    public Integer call() {
        new TemplateCreation(session, options).create(Template.require(template), id, name, clients);
        return 0;
    }
}
