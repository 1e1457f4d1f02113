package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code template list}. */
@Command
public final class TemplateList implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public TemplateList(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    /** The templates that there are, with what each is for. */
    public static java.util.Map<String, String> names() {
        return Template.names();
    }

    @Override
    public Integer call() {
        format.show(TemplateList::document, this::table);
        return 0;
    }

    private void table() {
        Table table = new Table("ID", "TITLE", "SERVERS", "DESCRIPTION");
        Template.all()
                .forEach(template -> table.row(
                        template.id(),
                        template.title(),
                        String.join(", ", template.servers()),
                        template.description()));
        table.print(session.console());
    }

    private static ArrayNode document() {
        ArrayNode list = Json.mapper().createArrayNode();
        for (Template template : Template.all()) {
            ObjectNode row = list.addObject()
                    .put("id", template.id())
                    .put("title", template.title())
                    .put("description", template.description());
            template.servers().forEach(row.putArray("server_names")::add);
        }
        return list;
    }
}
