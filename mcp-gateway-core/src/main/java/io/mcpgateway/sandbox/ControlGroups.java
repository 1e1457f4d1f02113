package io.mcpgateway.sandbox;

import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.model.WorkloadSpec.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Where this process may make control groups for workloads: in a delegated part of the second version's tree, or in each
 * hierarchy of the first version. Immutable; what it makes is owned by who asks for it.
 */
final class ControlGroups {
    private static final String PREFIX = "mcp-gateway-";
    private static final long PROBE_SECONDS = 5;

    private final int version;
    /** By controller, where groups are made; with the second version the same for all. */
    private final Map<String, Path> parents;

    private final WorkloadOwner owner;

    private ControlGroups(int version, Map<String, Path> parents, WorkloadOwner owner) {
        this.version = version;
        this.parents = Map.copyOf(parents);
        this.owner = owner;
    }

    /** What can be limited. */
    enum Limit {
        MEMORY,
        PROCESSES,
        PROCESSORS
    }

    /** Looks where groups can be made; empty if nowhere. Starts a short process to try it. */
    static Optional<ControlGroups> find(WorkloadOwner owner) {
        return find(Path.of("/proc/self"), owner);
    }

    static Optional<ControlGroups> find(Path proc, WorkloadOwner owner) {
        List<CgroupMount> mounts;
        try {
            mounts = CgroupMount.all(proc);
        } catch (IOException noCgroups) {
            return Optional.empty();
        }
        return second(mounts, owner)
                .filter(ControlGroups::works)
                .or(() -> first(mounts, owner).filter(ControlGroups::works));
    }

    private static Optional<ControlGroups> second(List<CgroupMount> mounts, WorkloadOwner owner) {
        for (CgroupMount mount : mounts) {
            if (mount.version() != 2) {
                continue;
            }
            for (Path group = mount.own(); group.startsWith(mount.point()); group = parent(group)) {
                List<String> given = words(group.resolve("cgroup.subtree_control"));
                if (given.contains("memory") && given.contains("pids") && Files.isWritable(group)) {
                    Map<String, Path> parents = new LinkedHashMap<>();
                    for (String controller : given) {
                        parents.put(controller, group);
                    }
                    return Optional.of(new ControlGroups(2, parents, owner));
                }
            }
        }
        return Optional.empty();
    }

    private static Path parent(Path group) {
        Path parent = group.getParent();
        return parent == null ? Path.of("/") : parent;
    }

    private static List<String> words(Path file) {
        try {
            return List.of(Files.readString(file).strip().split(" "));
        } catch (IOException none) {
            return List.of();
        }
    }

    private static Optional<ControlGroups> first(List<CgroupMount> mounts, WorkloadOwner owner) {
        Map<String, Path> parents = new LinkedHashMap<>();
        for (CgroupMount mount : mounts) {
            for (String controller : mount.controllers()) {
                if (mount.version() == 1 && Set.of("memory", "pids", "cpu").contains(controller)) {
                    parents.put(controller, mount.own());
                }
            }
        }
        return parents.containsKey("memory") && parents.containsKey("pids")
                ? Optional.of(new ControlGroups(1, parents, owner))
                : Optional.empty();
    }

    /** Permissions alone do not tell: a process may be moved only below where all of its path may be written to. */
    private boolean works() {
        try (ControlGroup group = make("probe", new Limits(Optional.empty(), OptionalLong.of(64 << 20), 64))) {
            List<String> command = new ArrayList<>(
                    List.of("/bin/sh", "-c", "for f in \"$@\"; do echo $$ >\"$f\" || exit 1; done", "sh"));
            group.members().forEach(file -> command.add(file.toString()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What is enforced in groups made here. */
    Set<Limit> limits() {
        Set<Limit> limits = EnumSet.of(Limit.MEMORY, Limit.PROCESSES);
        if (parents.containsKey("cpu")) {
            limits.add(Limit.PROCESSORS);
        }
        return limits;
    }

    /** For people. */
    String describe() {
        return "control groups of version " + version + " under " + parents.get("memory");
    }

    /**
     * Makes a group.
     *
     * @param name unique in this gateway
     */
    ControlGroup make(String name, Limits limits) throws IOException {
        String directory =
                PREFIX + String.join("-", owner.pidNamespace(), Long.toString(owner.pid()), owner.startTime(), name);
        Map<Path, Map<String, String>> settings = version == 2 ? second(limits) : first(limits);
        List<Path> made = new ArrayList<>();
        try {
            for (Map.Entry<Path, Map<String, String>> each : settings.entrySet()) {
                Path group = each.getKey().resolve(directory);
                Files.createDirectory(group);
                made.add(group);
                for (Map.Entry<String, String> setting : each.getValue().entrySet()) {
                    set(group.resolve(setting.getKey()), setting.getValue());
                }
            }
            return new ControlGroup(made);
        } catch (IOException e) {
            new ControlGroup(made).close();
            throw e;
        }
    }

    /** Swap is limited where the kernel counts it; where it does not, there is nothing to set. */
    private static void set(Path file, String value) throws IOException {
        String name = String.valueOf(file.getFileName());
        if ((name.contains("swap") || name.contains("memsw")) && !Files.exists(file)) {
            return;
        }
        Files.write(file, value.getBytes(StandardCharsets.US_ASCII), java.nio.file.StandardOpenOption.WRITE);
    }

    private Map<Path, Map<String, String>> second(Limits limits) {
        Map<String, String> settings = new LinkedHashMap<>();
        limits.memoryBytes().ifPresent(bytes -> {
            settings.put("memory.max", Long.toString(bytes));
            settings.put("memory.swap.max", "0");
        });
        settings.put("pids.max", Long.toString(limits.pids()));
        Path cpu = parents.get("cpu");
        limits.cpus().filter(cpus -> cpu != null).ifPresent(cpus -> settings.put("cpu.max", quota(cpus) + " 100000"));
        return Map.of(parent("memory"), settings);
    }

    private Map<Path, Map<String, String>> first(Limits limits) {
        Map<Path, Map<String, String>> settings = new LinkedHashMap<>();
        Map<String, String> memory = settings.computeIfAbsent(parent("memory"), path -> new LinkedHashMap<>());
        limits.memoryBytes().ifPresent(bytes -> {
            memory.put("memory.limit_in_bytes", Long.toString(bytes));
            memory.put("memory.memsw.limit_in_bytes", Long.toString(bytes));
        });
        settings.computeIfAbsent(parent("pids"), path -> new LinkedHashMap<>())
                .put("pids.max", Long.toString(limits.pids()));
        if (parents.containsKey("cpu") && limits.cpus().isPresent()) {
            settings.computeIfAbsent(parent("cpu"), path -> new LinkedHashMap<>())
                    .put("cpu.cfs_quota_us", quota(limits.cpus().get()));
        }
        return settings;
    }

    /** Microseconds of processor in a tenth of a second, which is the kernel's usual period. */
    private static String quota(double cpus) {
        return Long.toString(Math.max(1000, Math.round(cpus * 100_000)));
    }

    private Path parent(String controller) {
        Path parent = parents.get(controller);
        if (parent == null) {
            throw new IllegalStateException("No control group for " + controller);
        }
        return parent;
    }

    /** Removes groups of gateways that are known to be dead; those that still hold processes stay for the next time. */
    void sweep(WorkloadOwner.ProcessProbe probe) {
        String ours = PREFIX + owner.pidNamespace() + "-";
        if (owner.pidNamespace().isEmpty()) {
            return;
        }
        for (Path parent : Set.copyOf(parents.values())) {
            try (DirectoryStream<Path> groups = Files.newDirectoryStream(parent, ours + "*")) {
                for (Path group : groups) {
                    String[] facts = group.getFileName()
                            .toString()
                            .substring(ours.length())
                            .split("-", 3);
                    if (facts.length == 3
                            && facts[0].matches("\\d{1,18}")
                            && !probe.lives(Long.parseLong(facts[0]), facts[1])) {
                        remove(group);
                    }
                }
            } catch (IOException | DirectoryIteratorException gone) {
                // The hierarchy is not there any more.
            }
        }
    }

    private static void remove(Path group) {
        try {
            Files.deleteIfExists(group);
        } catch (IOException inUse) {
            // It holds a process yet; the others are looked at all the same.
        }
    }
}
