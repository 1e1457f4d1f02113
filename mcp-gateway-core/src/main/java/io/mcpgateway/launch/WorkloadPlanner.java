package io.mcpgateway.launch;

import io.mcpgateway.model.PackageRequest;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.EnvironmentEntry;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Mount;
import io.mcpgateway.model.WorkloadSpec.Network;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.GatewayOptions.ServerGrants;
import io.mcpgateway.template.Templates;
import io.mcpgateway.template.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plans containers, packages and processes. */
final class WorkloadPlanner {
    private final GatewayOptions options;
    private final BindRules binds;
    private final Requests requests;
    private final NetworkPlanner networks;

    WorkloadPlanner(GatewayOptions options, BindRules binds) {
        this.options = options;
        this.binds = binds;
        this.requests = new Requests();
        this.networks = new NetworkPlanner(options.egress());
    }

    WorkloadSpec container(ServerEntry entry, Value scope, Variables variables, Findings findings) {
        ServerGrants grants = options.grants().getOrDefault(entry.name(), ServerGrants.NONE);
        String image = entry.image().orElse("");
        if (!isImage(image)) {
            findings.problem("its image '" + image + "' is no image reference; correct the catalog");
        }
        environment(entry, scope, variables, findings);
        List<Mount> mounts = mounts(entry, scope, findings);
        WorkloadSpec.Builder spec = WorkloadSpec.image(entry.name(), image)
                .arguments(command(entry, scope, variables, findings))
                .mounts(mounts)
                .extraHosts(requests.extraHosts(entry, grants, findings))
                .capabilities(requests.capabilities(entry, grants, findings));
        String user = requests.user(entry, Templates.text(entry.user().orElse(""), scope), grants, findings);
        if (!user.isEmpty()) {
            spec.user(user);
        } else {
            Users.ownerOfFirstBind(mounts).ifPresent(spec::user);
        }
        return common(spec, entry, variables, network(entry, findings));
    }

    WorkloadSpec packaged(ServerEntry entry, Value scope, Variables variables, Findings findings) {
        ServerGrants grants = options.grants().getOrDefault(entry.name(), ServerGrants.NONE);
        boolean own = entry.origin().trust() != Trust.FOREIGN;
        PackageRequest request = new PackageRequest(
                entry.packageReference().orElseThrow(),
                options.packages().installScripts().contains(entry.name()),
                own && options.allowProcess().contains(entry.name()));
        environment(entry, scope, variables, findings);
        List<Mount> mounts = mounts(entry, scope, findings);
        WorkloadSpec.Builder spec = WorkloadSpec.packaged(entry.name(), request)
                .arguments(command(entry, scope, variables, findings))
                .mounts(mounts)
                .extraHosts(requests.extraHosts(entry, grants, findings))
                .capabilities(requests.capabilities(entry, grants, findings));
        entry.image().ifPresent(spec::runtimeImage);
        String user = requests.user(entry, Templates.text(entry.user().orElse(""), scope), grants, findings);
        if (!user.isEmpty()) {
            spec.user(user);
        } else {
            Users.ownerOfFirstBind(mounts).ifPresent(spec::user);
        }
        return common(spec, entry, variables, network(entry, findings));
    }

    WorkloadSpec process(ServerEntry entry, Value scope, Variables variables, Findings findings) {
        if (entry.origin().trust() == Trust.FOREIGN) {
            findings.problem(
                    "a server of type process is taken only from a file that you own and nobody else may write to,"
                            + " and " + entry.origin().location()
                            + " is none; copy the entry to such a file (chmod go-w)");
        }
        if (!options.allowProcess().contains(entry.name())) {
            findings.problem("it would run as a process on this machine, which needs your consent: --allow-process "
                    + entry.name());
        }
        if (!entry.volumes().isEmpty()
                || entry.user().isPresent()
                || !entry.capAdd().isEmpty()
                || !entry.extraHosts().isEmpty()) {
            findings.problem("a process cannot have volumes, user, capAdd or extraHosts; remove them or use an image");
        }
        environment(entry, scope, variables, findings);
        List<String> argv = command(entry, scope, variables, findings);
        if (argv.isEmpty() || argv.get(0).isBlank()) {
            findings.problem("its command is empty");
        }
        return common(WorkloadSpec.process(entry.name(), argv), entry, variables, network(entry, findings));
    }

    static boolean isImage(String image) {
        return !image.isEmpty() && !image.startsWith("-") && image.chars().noneMatch(c -> c <= ' ');
    }

    /** What the workloads of an entry may reach. */
    Network network(ServerEntry entry, Findings findings) {
        return networks.network(entry, findings);
    }

    /** What every workload of an entry has. */
    WorkloadSpec common(WorkloadSpec.Builder spec, ServerEntry entry, Variables variables, Network network) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("docker-mcp", "true");
        labels.put("docker-mcp-tool-type", "mcp");
        labels.put("docker-mcp-name", entry.name());
        labels.put("docker-mcp-transport", "stdio");
        return spec.environment(variables.plain())
                .secretEnvironment(variables.secret())
                .network(network)
                .limits(options.workloadLimits())
                .labels(labels)
                .build();
    }

    static void environment(ServerEntry entry, Value scope, Variables variables, Findings findings) {
        for (EnvironmentEntry variable : entry.environment()) {
            if (!SecretLookup.VARIABLE.matcher(variable.name()).matches()) {
                findings.problem("'" + variable.name() + "' is no name of a variable; correct the catalog");
                continue;
            }
            Variables.Expanded value = variables.expand(Templates.textForExpansion(variable.value(), scope));
            if (value.text().indexOf('\0') >= 0) {
                findings.problem("variable '" + variable.name() + "' would hold a NUL character, which none can");
            } else if (!value.text().isEmpty()) {
                variables.put(variable.name(), value);
            }
        }
    }

    private static List<String> command(ServerEntry entry, Value scope, Variables variables, Findings findings) {
        List<String> arguments = new ArrayList<>();
        for (String item : Templates.listForExpansion(entry.command(), scope)) {
            Variables.Expanded argument = variables.expand(item);
            arguments.add(argument.text());
            if (argument.text().indexOf('\0') >= 0) {
                findings.problem("its command would hold a NUL character");
            }
            for (String variable : argument.secrets()) {
                secretArgument(entry, variable, findings);
            }
        }
        return arguments;
    }

    // Entries of published catalogs need it, and inside a container only those who may ask the engine see the
    // arguments;
    // a process's arguments are seen by every user of the machine.
    private static void secretArgument(ServerEntry entry, String variable, Findings findings) {
        // Of a package it is known when it starts whether it runs in a container; elsewhere it is refused then.
        if (entry.image().isPresent() || entry.packageReference().isPresent()) {
            findings.note("its command holds the secret of $" + variable
                    + ", so that whoever may inspect containers can read it; prefer a server that reads the variable");
        } else {
            findings.problem("its command would hold the secret of $" + variable
                    + ", which every user of this machine could read; let the program read the variable instead");
        }
    }

    private List<Mount> mounts(ServerEntry entry, Value scope, Findings findings) {
        List<Mount> mounts = new ArrayList<>();
        for (String expression : entry.volumes()) {
            for (String volume : Templates.list(List.of(expression), scope)) {
                if (!volume.isBlank() && !(entry.packageReference().isPresent() && isPackageCache(volume))) {
                    mount(expression, volume, mounts, findings);
                }
            }
        }
        return mounts;
    }

    /** Entries that were made for other programs, too, have one for npx or uvx, which are not run here. */
    private static boolean isPackageCache(String volume) {
        return volume.startsWith("docker-mcp-npm-cache-") || volume.startsWith("docker-mcp-uv-cache-");
    }

    private void mount(String expression, String volume, List<Mount> mounts, Findings findings) {
        if (volume.startsWith(":") && Templates.isTemplate(expression)) {
            if (!findings.isConfigurationIncomplete()) {
                findings.problem("volume '" + expression + "' has nothing to mount; set the server's configuration");
            }
            return;
        }
        try {
            mounts.add(MountCheck.check(binds, volume, mounts));
        } catch (RefusedMountException e) {
            String hint = expression.equals(volume) ? "" : " (from '" + expression + "', see its configuration)";
            findings.problem(e.getMessage() + hint);
        }
    }
}
