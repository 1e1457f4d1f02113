package io.mcpgateway.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.ToolEntry;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.GatewayOptions.ServerGrants;
import io.mcpgateway.template.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Plans the tools of a server of type {@code poci}. A tool that can never run is left out with a note, and the others are
 * not; a server without a tool that can is blocked.
 */
final class ToolPlanner {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GatewayOptions options;
    private final WorkloadPlanner workloads;
    private final BindRules binds;
    private final Requests requests = new Requests();

    ToolPlanner(GatewayOptions options, WorkloadPlanner workloads, BindRules binds) {
        this.options = options;
        this.workloads = workloads;
        this.binds = binds;
    }

    /**
     * What was planned.
     *
     * @param tools those that can run
     * @param volumes the volumes of the engine that they name
     */
    record Planned(List<ContainerTool> tools, Set<String> volumes) {}

    Planned plan(ServerEntry entry, Value scope, Variables variables, Findings findings) {
        ServerGrants grants = options.grants().getOrDefault(entry.name(), ServerGrants.NONE);
        WorkloadPlanner.environment(entry, scope, variables, findings);
        Common common = new Common(
                entry,
                variables,
                grants,
                requests.extraHosts(entry, grants, findings),
                requests.capabilities(entry, grants, findings),
                workloads.network(entry, findings));
        Map<String, ContainerTool> tools = new LinkedHashMap<>();
        Set<String> volumes = new LinkedHashSet<>();
        List<String> faults = new ArrayList<>();
        for (ToolEntry tool : entry.tools()) {
            try {
                if (tools.containsKey(tool.name())) {
                    throw new IllegalArgumentException("another tool has its name");
                }
                ToolMounts mounts = new ToolMounts(texts(tool, "volumes"), binds);
                Set<String> named = mounts.fixed();
                tools.put(tool.name(), tool(tool, common, mounts));
                volumes.addAll(named);
            } catch (IllegalArgumentException | RefusedMountException e) {
                faults.add("tool '" + tool.name() + "' is left out: " + e.getMessage());
            }
        }
        faults.forEach(tools.isEmpty() ? findings::problem : findings::note);
        if (entry.tools().isEmpty()) {
            findings.problem("it lists no tools; correct the catalog");
        }
        return new Planned(List.copyOf(tools.values()), volumes);
    }

    /** What the tools of an entry share. */
    private record Common(
            ServerEntry entry,
            Variables variables,
            ServerGrants grants,
            List<String> extraHosts,
            List<String> capabilities,
            WorkloadSpec.Network network) {}

    private ContainerTool tool(ToolEntry tool, Common common, ToolMounts mounts) {
        if (!NAME.matcher(tool.name()).matches()) {
            throw new IllegalArgumentException("a name is 1 to 64 letters, digits, '_', '-' and '.'");
        }
        JsonNode raw = tree(tool);
        JsonNode container = raw.path("container");
        String image = container.path("image").asText("").strip();
        if (!WorkloadPlanner.isImage(image)) {
            throw new IllegalArgumentException("its 'container' has no 'image', or one that is no image reference");
        }
        ObjectNode schema = ToolDescription.schema(raw);
        ToolUser user = new ToolUser(common.entry, container.path("user").asText(""), common.grants);
        if (!user.fault().isEmpty()) {
            throw new IllegalArgumentException(user.fault());
        }
        WorkloadSpec shared = workloads.common(
                WorkloadSpec.image(common.entry.name(), image)
                        .extraHosts(common.extraHosts)
                        .capabilities(common.capabilities),
                common.entry,
                common.variables,
                common.network);
        Map<String, String> labels = new LinkedHashMap<>(shared.labels());
        labels.put("docker-mcp-tool-type", "poci");
        labels.put("docker-mcp-tool-name", tool.name());
        return new ContainerTool(
                ToolDescription.of(tool.name(), raw, schema),
                new ToolTemplate(
                        shared.toBuilder().labels(labels).build(),
                        schema,
                        new ToolCommand(texts(tool, "command"), schema),
                        mounts,
                        user));
    }

    private static JsonNode tree(ToolEntry tool) {
        try {
            return JSON.readTree(tool.raw().toString());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /** A list of texts, or one text: catalogs have both. */
    private static List<String> texts(ToolEntry tool, String field) {
        JsonNode value = tree(tool).path("container").path(field);
        List<String> texts = new ArrayList<>();
        if (value.isValueNode() && !value.isNull()) {
            return List.of(value.asText());
        }
        for (JsonNode item : value) {
            if (!item.isValueNode()) {
                throw new IllegalArgumentException("'container." + field + "' must be a list of texts");
            }
            texts.add(item.asText());
        }
        return texts;
    }
}
