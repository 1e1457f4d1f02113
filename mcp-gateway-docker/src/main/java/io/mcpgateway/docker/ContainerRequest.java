package io.mcpgateway.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.core.DockerClientConfig;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.model.WorkloadSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The hardened description of a container, from a workload's; refuses what an engine cannot enforce. */
final class ContainerRequest {
    private static final ObjectMapper MAPPER = DockerClientConfig.getDefaultObjectMapper();

    /** With these, a workload makes routes and packets of its own, and so gets past its proxy. */
    private static final Set<String> BELOW_THE_RULES =
            Set.of("ALL", "NET_ADMIN", "NET_RAW", "SYS_ADMIN", "SYS_MODULE", "BPF");

    private final WorkloadSpec spec;
    private final WorkloadOwner owner;
    private final Attachment attachment;
    private final List<String> networks;

    /**
     * Checks the description.
     *
     * @param attachment what to attach to if the workload may reach everything and names nothing itself, or is held to an
     *     allow-list
     * @throws GatewayException if it asks for what cannot be enforced
     */
    ContainerRequest(WorkloadSpec spec, WorkloadOwner owner, Attachment attachment) {
        this.spec = spec;
        this.owner = owner;
        this.attachment = attachment;
        this.networks = networks(spec, attachment.networks());
        spec.environment().keySet().forEach(this::checkVariable);
        spec.secretEnvironment().keySet().forEach(this::checkVariable);
    }

    private static List<String> networks(WorkloadSpec spec, List<String> defaults) {
        if (spec.network() instanceof WorkloadSpec.Network.None) {
            return List.of("none");
        }
        if (!(spec.network() instanceof WorkloadSpec.Network.Open open)) {
            spec.capabilities().forEach(capability -> {
                if (BELOW_THE_RULES.contains(canonical(capability))) {
                    throw refused(
                            spec,
                            "it may reach an allow-list of hosts only, which nothing holds it to if it has the kernel"
                                    + " capability " + canonical(capability));
                }
            });
            return defaults;
        }
        List<String> named = open.networks().isEmpty() ? defaults : open.networks();
        named.forEach(name -> {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*") || name.equals("host")) {
                throw refused(
                        spec,
                        "'%s' is not a network that keeps it apart from the host"
                                .formatted(EngineErrors.oneLine(name)));
            }
        });
        return named.isEmpty() ? List.of("bridge") : List.copyOf(named);
    }

    private void checkVariable(String name) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            throw refused(spec, "'%s' is not the name of a variable".formatted(EngineErrors.oneLine(name)));
        }
    }

    /** Networks to connect to between creation and start; the first one is part of the creation. */
    List<String> furtherNetworks() {
        return networks.subList(1, networks.size());
    }

    /** The body of the request. It holds secrets: it goes into the connection and nowhere else. */
    byte[] body() {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("Image", spec.image().orElseThrow());
        body.put("Tty", false);
        body.put("OpenStdin", true);
        body.put("StdinOnce", true);
        body.put("AttachStdin", true);
        body.put("AttachStdout", true);
        body.put("AttachStderr", true);
        spec.entryPoint().ifPresent(program -> body.putArray("Entrypoint").add(program));
        if (!spec.arguments().isEmpty()) {
            ArrayNode command = body.putArray("Cmd");
            spec.arguments().forEach(command::add);
        }
        ArrayNode variables = body.putArray("Env");
        variables().forEach((name, value) -> variables.add(name + "=" + value));
        spec.user().ifPresent(user -> body.put("User", user));
        spec.workingDirectory().ifPresent(directory -> body.put("WorkingDir", directory.toString()));
        ObjectNode labels = body.putObject("Labels");
        spec.labels().forEach(labels::put);
        owner.toLabels().forEach(labels::put);
        body.set("HostConfig", MAPPER.valueToTree(hostConfig()));
        attachment
                .address()
                .ifPresent(address -> body.putObject("NetworkingConfig")
                        .putObject("EndpointsConfig")
                        .putObject(networks.get(0))
                        .putObject("IPAMConfig")
                        .put("IPv4Address", address));
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written");
        }
    }

    /** A secret wins over a plain variable of its name, and where the proxy is wins over both. */
    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>(spec.environment());
        spec.secretEnvironment().forEach((name, secret) -> variables.put(name, secret.reveal()));
        variables.putAll(attachment.variables());
        return variables;
    }

    private HostConfig hostConfig() {
        HostConfig host = HostConfig.newHostConfig()
                .withAutoRemove(true)
                .withInit(true)
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
                .withPrivileged(false)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withCapDrop(Capability.ALL)
                .withCapAdd(capabilities())
                .withPidsLimit(spec.limits().pids())
                .withNetworkMode(networks.get(0))
                .withMounts(mounts());
        spec.limits().cpus().ifPresent(cpus -> host.withNanoCPUs(Math.round(cpus * 1e9)));
        // Swap is counted together with memory: the same figure means none.
        spec.limits().memoryBytes().ifPresent(bytes -> host.withMemory(bytes).withMemorySwap(bytes));
        if (!attachment.nameServers().isEmpty()) {
            // Without the host's search domains: they would be asked for, and refused, all the time.
            host.withDns(attachment.nameServers()).withDnsSearch(List.of("."));
        }
        if (attachment.program()) {
            host.withReadonlyRootfs(true).withSysctls(Map.of("net.ipv4.ip_unprivileged_port_start", "0"));
        }
        // What is held to an allow-list finds no address but the proxy's, which has these entries instead.
        if (!spec.extraHosts().isEmpty() && !(spec.network() instanceof WorkloadSpec.Network.AllowList)) {
            host.withExtraHosts(spec.extraHosts().toArray(String[]::new));
        }
        return host;
    }

    private Capability[] capabilities() {
        return spec.capabilities().stream().map(this::capability).toArray(Capability[]::new);
    }

    private Capability capability(String name) {
        try {
            return Capability.valueOf(canonical(name));
        } catch (IllegalArgumentException e) {
            throw refused(spec, "'%s' is not a kernel capability".formatted(EngineErrors.oneLine(name)));
        }
    }

    private static String canonical(String capability) {
        return capability.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
    }

    private List<Mount> mounts() {
        List<Mount> mounts = new ArrayList<>();
        for (WorkloadSpec.Mount mount : spec.mounts()) {
            Mount described = new Mount().withTarget(mount.target()).withReadOnly(mount.readOnly());
            if (mount instanceof WorkloadSpec.Bind bind) {
                checkSource(bind.source());
                // As a mount and not as "binds": those create a missing source as a directory of root.
                described.withType(MountType.BIND).withSource(bind.source().toString());
            } else if (mount instanceof WorkloadSpec.Volume volume) {
                described.withType(MountType.VOLUME);
                if (!volume.name().isEmpty()) {
                    described.withSource(volume.name());
                }
            }
            mounts.add(described);
        }
        return mounts;
    }

    /**
     * What was checked has no link in it; somebody may have put one there since, and the engine would follow it. What this
     * process does not see, because the engine is elsewhere, it cannot judge.
     */
    private void checkSource(Path source) {
        try {
            if (Files.exists(source) && !source.toRealPath().equals(source)) {
                throw refused(
                        spec,
                        "'%s' is not the place any more that was allowed to be mounted, but leads elsewhere"
                                .formatted(EngineErrors.oneLine(source.toString())));
            }
        } catch (IOException e) {
            throw refused(spec, "'%s' cannot be looked at any more".formatted(EngineErrors.oneLine(source.toString())));
        }
    }

    private static GatewayException refused(WorkloadSpec spec, String why) {
        return new GatewayException(ErrorCode.DENIED, "Cannot start server '%s': %s".formatted(spec.server(), why));
    }
}
