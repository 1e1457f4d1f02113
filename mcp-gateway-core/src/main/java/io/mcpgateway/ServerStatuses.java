package io.mcpgateway;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.Problem;
import io.mcpgateway.upstream.ServerDefinition;
import io.mcpgateway.view.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How servers stand: what was loaded, what was listed, what was refused to them. Stateless. */
record ServerStatuses(Views views, EgressRefusals refusals) {
    /** The status of each, in order. */
    List<ServerStatus> of(Loader.Loaded loaded) {
        ViewCounts counts = ViewCounts.of(views.current(CapabilityProfile.EMPTY, ""));
        return loaded.definitions().stream()
                .map(server -> of(loaded, server, counts))
                .toList();
    }

    private ServerStatus of(Loader.Loaded loaded, ServerDefinition server, ViewCounts counts) {
        List<Problem> problems = new ArrayList<>(loaded.problems().getOrDefault(server.name(), List.of()));
        ServerStatus.State state = ServerStatus.State.READY;
        if (!server.canStart()) {
            state = ServerStatus.State.BLOCKED;
        } else {
            Views.Knowledge knowledge = views.knowledge(server, CapabilityProfile.EMPTY);
            if (knowledge != null) {
                state = ServerStatus.State.LISTING;
                if (knowledge.offer().isPresent()) {
                    state = ServerStatus.State.LISTED;
                    problems.addAll(knowledge.offer().get().problems());
                } else if (knowledge.failure().isPresent()) {
                    state = ServerStatus.State.FAILED;
                    problems.add(new Problem(
                            server.name(),
                            String.valueOf(knowledge.failure().get().getMessage())));
                }
            }
            problems.addAll(counts.problemsOf(server.name()));
        }
        problems.addAll(refusals.of(server.name()));
        return new ServerStatus(
                server.name(),
                Optional.ofNullable(loaded.types().get(server.name())),
                state,
                counts.toolsOf(server.name()),
                counts.promptsOf(server.name()),
                counts.resourcesOf(server.name()),
                counts.templatesOf(server.name()),
                problems);
    }
}
