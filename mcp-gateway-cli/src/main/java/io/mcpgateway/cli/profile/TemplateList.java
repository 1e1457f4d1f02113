package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.DocumentFormat;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code template list}. */
@Command
public final class TemplateList implements Callable<Integer> {
    private final Session session;

    @Option(names = "--format", paramLabel = "human|json|yaml", description = "How to show them (human)")
    private DocumentFormat format = DocumentFormat.HUMAN;

    /** The command of a run. */
    public TemplateList(Session session) {
        this.session = session;
    }

    /** The templates that there are, with what each is for. */
    public static java.util.Map<String, String> names() {
        return Template.names();
    }

    @Override
    public Integer call() {
        if (format == DocumentFormat.HUMAN) {
            Table table = new Table("ID", "TITLE", "SERVERS", "DESCRIPTION");
            Template.all()
                    .forEach(template -> table.row(
                            template.id(),
                            template.title(),
                            String.join(", ", template.servers()),
                            template.description()));
            table.print(session.console());
            return 0;
        }
        ArrayNode list = Json.mapper().createArrayNode();
        for (Template template : Template.all()) {
            ObjectNode row = list.addObject()
                    .put("id", template.id())
                    .put("title", template.title())
                    .put("description", template.description());
            template.servers().forEach(row.putArray("server_names")::add);
        }
        Shown.print(session.console(), list, format);
        return 0;
    }
}
