package io.mcpgateway.launch;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Volume;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.GatewayOptions.ServerGrants;
import io.mcpgateway.spi.SecretStore;
import io.mcpgateway.template.ConfigurationValues;
import io.mcpgateway.template.Value;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Works out how a server is started or reached, and tells everything that is missing or forbidden at once, with the remedy.
 * Looks at secret stores and the file system, so calls may block. Thread-safe.
 */
public final class LaunchPlanner {
    private static final Pattern PROVIDER = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    private final GatewayOptions options;
    private final SecretLookup secrets;
    private final WorkloadPlanner workloads;
    private final ToolPlanner tools;
    private final RemotePlanner remotes;
    private final StaticPlanner statics;
    private final VolumeClaims claims;
    private final UnaryOperator<String> howToConfigure;

    /**
     * A planner.
     *
     * @param options limits and what the user grants
     * @param secrets where secrets are; not closed by this
     * @param hostEnvironment the environment of the host process; nothing of it reaches a server
     * @param home the gateway's home, in whose {@code cache} it is kept who owns which named volume
     * @param howToConfigure how a server's configuration is set, by its name: {@link
     *     io.mcpgateway.spi.Registry#howToConfigure}
     */
    public LaunchPlanner(
            GatewayOptions options,
            SecretStore secrets,
            Map<String, String> hostEnvironment,
            Path home,
            UnaryOperator<String> howToConfigure) {
        this.howToConfigure = requireNonNull(howToConfigure, "howToConfigure");
        this.options = requireNonNull(options, "options");
        this.secrets = new SecretLookup(requireNonNull(secrets, "secrets"));
        BindRules binds = new BindRules(hostEnvironment, options.bindRoots(), options.writableBinds());
        this.workloads = new WorkloadPlanner(options, binds);
        this.tools = new ToolPlanner(options, workloads, binds);
        this.statics = new StaticPlanner(options);
        this.remotes = new RemotePlanner(options, hostEnvironment);
        this.claims = new VolumeClaims(home.resolve("cache").resolve("volumes.json"));
    }

    /**
     * Plans a start that is meant to happen: named volumes that nobody owns yet belong to this server from now on.
     *
     * @param configuration the server's configuration, a JSON object
     */
    public LaunchPlan plan(ServerEntry entry, Optional<JsonText> configuration) {
        return plan(entry, configuration, true);
    }

    /** Like {@link #plan}, for looking only: claims no volumes. */
    public LaunchPlan preview(ServerEntry entry, Optional<JsonText> configuration) {
        return plan(entry, configuration, false);
    }

    private LaunchPlan plan(ServerEntry entry, Optional<JsonText> configuration, boolean claim) {
        Findings findings = new Findings(entry.name());
        if (statics.isStatic(entry)) {
            return statics.plan(entry, findings); // it has its configuration and its secrets already
        }
        ConfigurationCheck.Result checked = ConfigurationCheck.check(entry.configSchemas(), configuration);
        String canonical = RegistrySnapshot.canonicalName(entry.name());
        if (!checked.problems().isEmpty()) {
            findings.configuration("configuration: " + String.join(", ", checked.problems()) + "; set it "
                    + howToConfigure.apply(entry.name()));
        }
        Value scope = Value.Fields.of(canonical, ConfigurationValues.parse(checked.configuration()));
        Variables variables = secrets.of(entry, findings);
        LaunchPlan plan = switch (entry.type()) {
            case SERVER -> run(entry, workloads.container(entry, scope, variables, findings), findings, claim);
            case PACKAGE -> run(entry, workloads.packaged(entry, scope, variables, findings), findings, claim);
            case PROCESS -> run(entry, workloads.process(entry, scope, variables, findings), findings, claim);
            case REMOTE -> reach(entry, scope, variables, findings);
            case JVM -> inJvm(entry, checked.configuration(), findings);
            case POCI -> tools(entry, scope, variables, findings, claim);
        };
        return findings.isBlocked() ? findings.blocked() : plan;
    }

    private LaunchPlan run(ServerEntry entry, WorkloadSpec spec, Findings findings, boolean claim) {
        Set<String> volumes = new LinkedHashSet<>();
        for (WorkloadSpec.Mount mount : spec.mounts()) {
            if (mount instanceof Volume volume && !volume.name().isEmpty()) {
                volumes.add(volume.name());
            }
        }
        if (!volumes.isEmpty()) {
            checkVolumes(entry, volumes, findings, claim);
        }
        return new LaunchPlan.Run(spec, findings.notes());
    }

    private LaunchPlan tools(ServerEntry entry, Value scope, Variables variables, Findings findings, boolean claim) {
        ToolPlanner.Planned planned = tools.plan(entry, scope, variables, findings);
        if (!planned.volumes().isEmpty()) {
            checkVolumes(entry, planned.volumes(), findings, claim);
        }
        return new LaunchPlan.Tools(planned.tools(), variables.secret(), findings.notes());
    }

    private void checkVolumes(ServerEntry entry, Set<String> volumes, Findings findings, boolean claim) {
        Set<String> granted =
                options.grants().getOrDefault(entry.name(), ServerGrants.NONE).volumes();
        try {
            // A server that is blocked for another reason must not take volumes away from others.
            Map<String, String> others = claim && !findings.isBlocked()
                    ? claims.claim(entry.name(), volumes, granted)
                    : claims.others(entry.name(), volumes, granted);
            others.forEach((volume, owner) -> findings.problem("volume '" + volume + "' belongs to server '" + owner
                    + "', and you have not granted it (volumes of the grants of '" + entry.name() + "')"));
        } catch (GatewayException e) {
            findings.problem(String.valueOf(e.getMessage()));
        }
    }

    private LaunchPlan reach(ServerEntry entry, Value scope, Variables variables, Findings findings) {
        return remotes.plan(entry, scope, variables, findings)
                .<LaunchPlan>map(target -> new LaunchPlan.Reach(target, findings.notes()))
                .orElseGet(findings::blocked);
    }

    private static LaunchPlan inJvm(ServerEntry entry, JsonText configuration, Findings findings) {
        String provider = entry.provider().orElse("");
        if (!PROVIDER.matcher(provider).matches()) {
            findings.problem("'" + provider + "' is no name of a provider: small letters, digits, '-' and '_';"
                    + " classes cannot be named");
        }
        return new LaunchPlan.InJvm(provider, configuration);
    }
}
