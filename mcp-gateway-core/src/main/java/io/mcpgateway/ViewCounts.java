package io.mcpgateway;

import io.mcpgateway.model.Problem;
import io.mcpgateway.view.Target;
import io.mcpgateway.view.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of a view is each server's, counted in one walk: there may be hundreds of servers with thousands of tools.
 *
 * @param tools how many tools, by server
 * @param prompts how many prompts
 * @param resources how many resources
 * @param templates how many resource templates
 * @param problems what was renamed or left out
 */
record ViewCounts(
        Map<String, Integer> tools,
        Map<String, Integer> prompts,
        Map<String, Integer> resources,
        Map<String, Integer> templates,
        Map<String, List<Problem>> problems) {
    static ViewCounts of(View view) {
        Map<String, List<Problem>> problems = new HashMap<>();
        view.problems()
                .forEach(problem -> problems.computeIfAbsent(problem.where(), server -> new ArrayList<>())
                        .add(problem));
        return new ViewCounts(
                count(view.tools()), count(view.prompts()), count(view.resources()), count(view.templates()), problems);
    }

    private static Map<String, Integer> count(Map<String, Target> targets) {
        Map<String, Integer> counts = new HashMap<>();
        targets.values().forEach(target -> counts.merge(target.server().name(), 1, Integer::sum));
        return counts;
    }

    int toolsOf(String server) {
        return tools.getOrDefault(server, 0);
    }

    int promptsOf(String server) {
        return prompts.getOrDefault(server, 0);
    }

    int resourcesOf(String server) {
        return resources.getOrDefault(server, 0);
    }

    int templatesOf(String server) {
        return templates.getOrDefault(server, 0);
    }

    List<Problem> problemsOf(String server) {
        return problems.getOrDefault(server, List.of());
    }
}
