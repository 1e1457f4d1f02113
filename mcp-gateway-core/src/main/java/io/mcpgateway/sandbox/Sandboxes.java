package io.mcpgateway.sandbox;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.model.WorkloadSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What sandboxes on this machine are made with, looked up once: by trying it. Immutable. */
final class Sandboxes {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    /** What a sandbox without a rule shares with this machine: the whole name space of its network. */
    static final String SHARED_NETWORK =
            "servers without a rule about the network reach the loopback of this computer and"
                    + " the abstract Unix sockets of its programs, such as X11's";

    private final Optional<Bubblewrap> program;
    private final boolean privileged;
    private final SandboxFiles files;
    private final Optional<ControlGroups> groups;
    private final String problem;

    private Sandboxes(
            Optional<Bubblewrap> program,
            boolean privileged,
            SandboxFiles files,
            Optional<ControlGroups> groups,
            String problem) {
        this.program = program;
        this.privileged = privileged;
        this.files = files;
        this.groups = groups;
        this.problem = problem;
    }

    static Sandboxes look(Path home, String searchPath, WorkloadOwner owner) {
        boolean privileged = SandboxUser.isRoot();
        SandboxFiles files = new SandboxFiles(home);
        Optional<Bubblewrap> program = Bubblewrap.find(searchPath);
        String problem = program.map(found -> problem(found, files, privileged))
                .orElse("the program bwrap is not there; install bubblewrap");
        Optional<ControlGroups> groups = problem.isEmpty() ? ControlGroups.find(owner) : Optional.empty();
        return new Sandboxes(program, privileged, files, groups, problem);
    }

    private static String problem(Bubblewrap program, SandboxFiles files, boolean privileged) {
        if (!program.isUsable()) {
            return program.path() + " is version " + program.version()
                    + ", and 0.5 is needed; install a newer bubblewrap";
        }
        if (privileged && !Files.isExecutable(SETPRIV)) {
            return SETPRIV + " is not there, without which root cannot start a sandbox as another user; install"
                    + " util-linux, or run the gateway as another user than root";
        }
        WorkloadSpec trial = WorkloadSpec.sandbox("trial", List.of("/usr/bin/env"))
                .network(new WorkloadSpec.Network.None())
                .build();
        try {
            Bubblewrap.Said said = Bubblewrap.ask(
                    new SandboxCommand(trial, program, files, privileged).words(false, Optional.empty()));
            return said.status() == 0 ? "" : program.path() + " cannot make a sandbox here: " + hint(said.text());
        } catch (GatewayException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String hint(String said) {
        String line = said.lines().findFirst().orElse("it says nothing");
        boolean forbidden = line.contains("Permission denied") || line.contains("not permitted");
        return forbidden
                ? line + "; user namespaces seem to be forbidden: see the sysctls kernel.unprivileged_userns_clone,"
                        + " user.max_user_namespaces and kernel.apparmor_restrict_unprivileged_userns"
                : line;
    }

    /**
     * The program.
     *
     * @throws GatewayException if no sandbox can be made
     */
    Bubblewrap require() {
        if (!problem.isEmpty() || program.isEmpty()) {
            throw new GatewayException(ErrorCode.RUNTIME_UNAVAILABLE, "No sandbox can be made: " + problem);
        }
        return program.get();
    }

    boolean privileged() {
        return privileged;
    }

    SandboxFiles files() {
        return files;
    }

    Optional<ControlGroups> groups() {
        return groups;
    }

    /** Whether the number of processes is limited from inside, because no control group does it. */
    boolean limitsFromInside() {
        return groups.isEmpty() && Files.isExecutable(PRLIMIT);
    }

    SandboxReport report() {
        Set<ControlGroups.Limit> missing = EnumSet.allOf(ControlGroups.Limit.class);
        groups.ifPresent(found -> missing.removeAll(found.limits()));
        if (limitsFromInside()) {
            missing.remove(ControlGroups.Limit.PROCESSES);
        }
        List<String> gaps = new ArrayList<>();
        if (problem.isEmpty()) {
            missing.forEach(limit -> gaps.add(gap(limit)));
            if (files.filter().isEmpty()) {
                gaps.add("system calls are not filtered on this kind of processor");
            }
            gaps.add(SHARED_NETWORK);
        }
        String limits = groups.map(ControlGroups::describe).orElse(limitsFromInside() ? "prlimit" : "");
        return new SandboxReport(
                program.map(found -> "bubblewrap " + found.version() + " at " + found.path())
                        .orElse(""),
                problem,
                limits,
                gaps);
    }

    private static String gap(ControlGroups.Limit limit) {
        return switch (limit) {
            case MEMORY -> "memory is unlimited";
            case PROCESSES -> "the number of processes is unlimited";
            case PROCESSORS -> "processors are unlimited";
        };
    }
}
