package io.mcpgateway.view;

import io.mcpgateway.headers.ToolHeaders;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Problem;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.GatewayOptions.OnCollision;
import io.mcpgateway.upstream.Beside;
import io.mcpgateway.upstream.Features;
import io.mcpgateway.upstream.Offer;
import io.mcpgateway.upstream.ServerDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes views: filters, prefixes, settles collisions. Not thread-safe; {@link Views} guards it. */
final class ViewBuilder {
    private static final Members.Index TOOL = Members.Index.of(0, "execution");
    private static final Members.Index EXECUTION = Members.Index.of(0, "taskSupport");

    private final ToolFilter filter;
    private final OnCollision onCollision;
    private final NameTable names = new NameTable();

    ViewBuilder(GatewayOptions options) {
        this.filter = new ToolFilter(options.toolFilter());
        this.onCollision = options.onCollision();
    }

    /** Frees the names of servers that are not enabled any more. */
    void keepOnly(Set<String> servers) {
        names.keepOnly(servers);
    }

    /** A client has seen this view: its names stay. */
    void shown(View view) {
        view.forEachName(names::shown);
    }

    /** The view of these servers, in their order. */
    View build(List<Listed> servers) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Target> tools = new LinkedHashMap<>();
        Map<String, Target> prompts = new LinkedHashMap<>();
        Map<String, Target> resources = new LinkedHashMap<>();
        Map<String, Target> templates = new LinkedHashMap<>();
        Set<NameTable.Owner> placed = new HashSet<>();
        Set<String> rejectedTools = new HashSet<>();
        Set<String> rejectedPrompts = new HashSet<>();
        Features features = Features.NONE;
        Map<String, Beside> beside = new HashMap<>();
        for (Listed listed : servers) {
            ServerDefinition server = listed.server();
            Offer offer = listed.offer();
            for (Offer.Item tool : offer.tools()) {
                if (filter.allows(server, tool.key())) {
                    String prefix = server.prefix().isEmpty() ? "" : server.prefix() + "__";
                    String wanted = NameTable.exposable(prefix + tool.key());
                    named("tool", server, tool, wanted, tools, placed, rejectedTools, problems);
                }
            }
            for (Offer.Item prompt : offer.prompts()) {
                named("prompt", server, prompt, prompt.key(), prompts, placed, rejectedPrompts, problems);
            }
            addressed("resource URI", server, offer.resources(), resources, problems);
            addressed("resource URI template", server, offer.templates(), templates, problems);
            features = features.or(offer.features());
            offer.beside().forEach((list, written) -> beside.merge(list, written, Beside::and));
        }
        rejectedTools.forEach(tools::remove);
        rejectedPrompts.forEach(prompts::remove);
        return new View(
                tools,
                prompts,
                resources,
                templates,
                servers.stream().map(Listed::server).toList(),
                problems,
                features,
                Instructions.of(servers, owners(tools, prompts, resources, templates)),
                beside);
    }

    @SafeVarargs
    private static Set<String> owners(Map<String, Target>... lists) {
        Set<String> owners = new HashSet<>();
        for (Map<String, Target> list : lists) {
            list.values().forEach(target -> owners.add(target.server().name()));
        }
        return owners;
    }

    private void named(
            String kind,
            ServerDefinition server,
            Offer.Item item,
            String wanted,
            Map<String, Target> into,
            Set<NameTable.Owner> placed,
            Set<String> rejected,
            List<Problem> problems) {
        NameTable.Owner owner = new NameTable.Owner(kind, server.name(), item.key());
        if (!placed.add(owner)) {
            problems.add(
                    new Problem(server.name(), "lists " + kind + " '" + item.key() + "' twice; the first one counts"));
            return;
        }
        String before = names.nameOf(owner);
        if (before != null && !into.containsKey(before)) {
            into.put(before, target(server, item, before));
            return;
        }
        if (!into.containsKey(wanted) && !names.belongsToAnother(wanted, owner)) {
            into.put(wanted, target(server, item, wanted));
            return;
        }
        String other = into.containsKey(wanted) ? into.get(wanted).server().name() : "another server";
        String collision = kind + " '" + wanted + "' is also offered by '" + other + "'";
        switch (onCollision) {
            case FIRST -> problems.add(new Problem(server.name(), collision + "; the later one is left out"));
            case REJECT -> {
                rejected.add(wanted);
                problems.add(new Problem(server.name(), collision + "; both are left out"));
            }
            case PREFIX -> {
                String exposed = distinct(kind, owner, into);
                into.put(exposed, target(server, item, exposed));
                problems.add(new Problem(server.name(), collision + "; exposed as '" + exposed + "'"));
            }
        }
    }

    private String distinct(String kind, NameTable.Owner owner, Map<String, Target> into) {
        String full = owner.server() + "__" + owner.original();
        String exposed = kind.equals("tool") ? NameTable.exposable(full) : full;
        boolean free = !into.containsKey(exposed) && !names.belongsToAnother(exposed, owner);
        return free ? exposed : NameTable.shortened(exposed, full);
    }

    private static Target target(ServerDefinition server, Offer.Item item, String exposed) {
        JsonText definition = exposed.equals(item.key())
                ? item.definition()
                : new Splice(item.definition())
                        .replace(item.keyText(), Messages.quote(exposed))
                        .apply();
        return new Target(
                server, exposed, item.key(), definition, ToolHeaders.parse(definition), needsTask(definition));
    }

    private static boolean needsTask(JsonText definition) {
        try {
            JsonText execution = Members.of(definition, TOOL).get(0);
            return execution != null
                    && execution.array()[execution.offset()] == '{'
                    && "required".equals(Members.of(execution, EXECUTION).string(0));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("The definition was scanned before", e);
        }
    }

    private static void addressed(
            String kind,
            ServerDefinition server,
            List<Offer.Item> items,
            Map<String, Target> into,
            List<Problem> problems) {
        for (Offer.Item item : items) {
            Target first = into.putIfAbsent(item.key(), new Target(server, item.key(), item.key(), item.definition()));
            if (first != null) {
                problems.add(new Problem(
                        server.name(),
                        kind + " '" + item.key() + "' belongs to '"
                                + first.server().name() + "', which comes first"));
            }
        }
    }
}
