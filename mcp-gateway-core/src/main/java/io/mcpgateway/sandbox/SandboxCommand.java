package io.mcpgateway.sandbox;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Bind;
import io.mcpgateway.model.WorkloadSpec.Mount;
import io.mcpgateway.model.WorkloadSpec.Network;
import io.mcpgateway.model.WorkloadSpec.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From a description to the arguments of {@code bwrap}, or a refusal that says why. Used once, by one thread. */
final class SandboxCommand {
    /** The home inside: empty, and gone with the workload. */
    static final String HOME = "/home/server";

    /** What a temporary file system inside may hold; it counts as memory where that is limited. */
    private static final String TEMPORARY_BYTES = Long.toString(512L << 20);

    private static final List<String> FORBIDDEN = List.of(
            "/proc", "/sys", "/dev", "/usr", "/etc", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/run");

    private final WorkloadSpec spec;
    private final Bubblewrap program;
    private final SandboxFiles files;
    private final SandboxUser user;
    private final Optional<AllowedNetwork> allowed;
    private final List<String> arguments = new ArrayList<>();
    /** What needs no making any more. */
    private final Set<String> made = new HashSet<>(Set.of("/tmp", "/home", HOME));

    SandboxCommand(WorkloadSpec spec, Bubblewrap program, SandboxFiles files, boolean privileged) {
        this(spec, program, files, privileged, Optional.empty());
    }

    /**
     * A command.
     *
     * @param allowed the way to the hosts that the workload may reach, if it may reach some only
     */
    SandboxCommand(
            WorkloadSpec spec,
            Bubblewrap program,
            SandboxFiles files,
            boolean privileged,
            Optional<AllowedNetwork> allowed) {
        this.allowed = allowed;
        this.spec = spec;
        this.program = program;
        this.files = files;
        check(spec);
        this.user = SandboxUser.of(spec, privileged);
    }

    /** Refuses what no sandbox can enforce. */
    static void check(WorkloadSpec spec) {
        if (spec.kind() != WorkloadKind.SANDBOX) {
            throw refused(spec, "it is no argument vector for a sandbox");
        }
        if (spec.network() instanceof Network.Open open && !open.networks().isEmpty()) {
            throw refused(spec, "networks of a container engine are for containers only");
        }
        if (!spec.capabilities().isEmpty() || !spec.extraHosts().isEmpty()) {
            throw refused(spec, "capabilities and extra hosts are for containers only; run it in one");
        }
        if (spec.arguments().isEmpty() || spec.arguments().get(0).isEmpty()) {
            throw refused(spec, "its command is empty");
        }
    }

    /**
     * The whole command, {@code bwrap} first.
     *
     * @param processLimit whether the number of processes has to be limited from inside
     * @param filterDescriptor the file descriptor with the filter of system calls; empty for none
     */
    List<String> words(boolean processLimit, Optional<Integer> filterDescriptor) {
        add(program.path().toString());
        separation();
        add(SystemView.arguments(hasNetwork()));
        add("--ro-bind", files.users(user).toString(), "/etc/passwd");
        add("--ro-bind", files.groups(user).toString(), "/etc/group");
        add("--proc", "/proc", "--dev", "/dev");
        temporary("/dev/shm");
        temporary("/tmp");
        temporary(HOME);
        parents("/var/tmp");
        add("--symlink", "/tmp", "/var/tmp");
        spec.mounts().forEach(this::mount);
        allowed.ifPresent(network -> add(network.arguments(files, spec)));
        // The root itself is a temporary file system, of which nothing is for writing.
        add("--remount-ro", "/");
        add("--chdir", spec.workingDirectory().map(Path::toString).orElse(HOME));
        filterDescriptor.ifPresent(number -> add("--seccomp", Integer.toString(number)));
        add("--");
        if (user.privileged()) {
            add("/usr/bin/setpriv", "--reuid", Integer.toString(user.uid()), "--regid", Integer.toString(user.gid()));
            add("--clear-groups", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", "--");
        }
        if (processLimit) {
            String limit = Long.toString(spec.limits().pids());
            add("/usr/bin/prlimit", "--nproc=" + limit + ":" + limit, "--");
        }
        List<String> command = spec.arguments();
        add(Variables.of(spec).inside(allowed.isPresent() ? AllowedNetwork.wrap(spec, command) : command));
        return List.copyOf(arguments);
    }

    private boolean hasNetwork() {
        return spec.network() instanceof Network.Open;
    }

    private void separation() {
        add("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox");
        add("--die-with-parent", "--new-session");
        if (!hasNetwork()) {
            add("--unshare-net");
        }
        add("--cap-drop", "ALL");
        if (user.privileged()) {
            // For setpriv, which gives them up.
            add("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP");
        } else {
            add("--unshare-user", "--uid", Integer.toString(user.uid()), "--gid", Integer.toString(user.gid()));
        }
    }

    private void temporary(String path) {
        add("--perms", "1777");
        if (program.limitsSizes()) {
            add("--size", TEMPORARY_BYTES);
        }
        add("--tmpfs", path);
    }

    private void mount(Mount mount) {
        String target = Path.of(mount.target()).normalize().toString();
        if (!target.startsWith("/")
                || target.equals("/")
                || FORBIDDEN.stream().anyMatch(each -> isUnder(target, each))) {
            throw refused(spec, "nothing may be mounted at '" + mount.target() + "'");
        }
        parents(target);
        if (mount instanceof Bind bind) {
            if (!Files.exists(bind.source())) {
                throw refused(spec, "host path '" + bind.source() + "' does not exist");
            }
            checkSource(bind.source());
            add(bind.readOnly() ? "--ro-bind" : "--bind", bind.source().toString(), target);
        } else if (mount instanceof Volume volume && !volume.name().isEmpty()) {
            Path directory = files.volume(volume.name(), user);
            add(volume.readOnly() ? "--ro-bind" : "--bind", directory.toString(), target);
        } else {
            temporary(target);
        }
    }

    /** What was checked has no link in it; somebody may have put one there since, which bwrap would follow. */
    private void checkSource(Path source) {
        String why;
        try {
            if (source.toRealPath().equals(source)) {
                return;
            }
            why = "is not the place any more that was allowed to be mounted, but leads elsewhere";
        } catch (IOException e) {
            why = "cannot be looked at any more";
        }
        throw new GatewayException(
                ErrorCode.DENIED,
                "Cannot start server '" + spec.server() + "' in a sandbox: '"
                        + source.toString().replaceAll("\\p{Cc}", "?") + "' " + why);
    }

    /** Made here, because those that are made on the way are closed to all but their owner. */
    private void parents(String target) {
        int slash = target.indexOf('/', 1);
        while (slash > 0) {
            String parent = target.substring(0, slash);
            if (made.add(parent)) {
                add("--perms", "0755", "--dir", parent);
            }
            slash = target.indexOf('/', slash + 1);
        }
    }

    private static boolean isUnder(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    private void add(String... words) {
        arguments.addAll(List.of(words));
    }

    private void add(List<String> words) {
        arguments.addAll(words);
    }

    private static GatewayException refused(WorkloadSpec spec, String why) {
        return new GatewayException(
                ErrorCode.CONFIGURATION, "Cannot start server '" + spec.server() + "' in a sandbox: " + why);
    }
}
