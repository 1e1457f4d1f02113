package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.view.Target;
import io.mcpgateway.view.View;
import io.mcpgateway.view.Views;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Answers {@code …/list} from the client's view, without any server. Has no state of its own. */
final class ListRequests {
    private final Views views;
    private final Pipeline pipeline;
    private final Duration patience;
    private final ListPages pages;

    ListRequests(Views views, Pipeline pipeline, Limits limits) {
        this.views = views;
        this.pipeline = pipeline;
        this.patience = limits.listingWait();
        this.pages = new ListPages(limits);
    }

    CompletionStage<Outcome> answer(Request request) {
        Envelope envelope = request.envelope();
        String list = listMember(envelope.method());
        Members params = envelope.inParams();
        ListCursor from = null;
        if (params != null && params.has(Envelope.CURSOR)) {
            String text = params.string(Envelope.CURSOR);
            from = text == null ? null : ListCursor.parse(list, text);
            if (from == null) {
                return Refusals.invalid("Invalid cursor");
            }
        }
        ListCursor place = from;
        return pipeline.run(
                request.exchange(Exchange.Kind.LIST, "", ""),
                passed -> views.settled(request.profile(), patience)
                        .thenCompose(settled -> listed(request, list, place)));
    }

    private static String listMember(String method) {
        return switch (method) {
            case "tools/list" -> "tools";
            case "prompts/list" -> "prompts";
            case "resources/list" -> "resources";
            default -> "resourceTemplates";
        };
    }

    private CompletionStage<Outcome> listed(Request request, String list, @Nullable ListCursor from) {
        View view = views.show(request.profile(), request.client().sessionKey());
        return switch (list) {
            case "tools" -> listed(request, list, from, view, view.tools(), view.toolList());
            case "prompts" -> listed(request, list, from, view, view.prompts(), view.promptList());
            case "resources" -> listed(request, list, from, view, view.resources(), view.resourceList());
            default -> listed(request, list, from, view, view.templates(), view.templateList());
        };
    }

    private CompletionStage<Outcome> listed(
            Request request,
            String list,
            @Nullable ListCursor from,
            View view,
            Map<String, Target> items,
            JsonText all) {
        return pipeline.visible(request.client(), items.values())
                .thenApply(visible -> pages.page(
                        list,
                        visible,
                        visible.size() == items.size() ? all : View.array(visible),
                        view.beside(list),
                        from));
    }
}
