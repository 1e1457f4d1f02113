package io.mcpgateway.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * All processes of one workload: the first one, its descendants, and detached ones that carry the workload's mark. Once
 * seen, a process belongs to the tree even if its parent is gone. Thread-safe.
 */
final class ProcessTree {
    private static final long POLL_MILLIS = 10;

    private final ProcessHandle root;
    private final String workload;
    private final int guards;
    private final Set<ProcessHandle> known = ConcurrentHashMap.newKeySet();

    /**
     * A tree.
     *
     * @param guards how many generations, from the root on, only hold the others and are not asked to end
     */
    ProcessTree(ProcessHandle root, String workload, int guards) {
        this.root = root;
        this.workload = workload;
        this.guards = guards;
        known.add(root);
    }

    boolean rootRuns() {
        return runs(root);
    }

    /** Looks again who belongs to it, and returns those that run. */
    List<ProcessHandle> look() {
        root.descendants().forEach(known::add);
        ProcessTable.find(marked -> marked.workload().equals(workload)).forEach(entry -> known.add(entry.handle()));
        // Children of detached members that dropped the mark from their environment.
        List.copyOf(known).forEach(member -> member.descendants().forEach(known::add));
        known.removeIf(member -> !runs(member));
        return List.copyOf(known);
    }

    /** Asks all of them to end, but for those that would take the others with them. */
    void terminate() {
        List<ProcessHandle> members = look();
        Set<ProcessHandle> holding = guards();
        List<ProcessHandle> asked =
                members.stream().filter(member -> !holding.contains(member)).toList();
        // Guards without anything to hold are as good as any other.
        (asked.isEmpty() ? members : asked).forEach(ProcessHandle::destroy);
    }

    private Set<ProcessHandle> guards() {
        Set<ProcessHandle> all = new HashSet<>();
        List<ProcessHandle> generation = List.of(root);
        for (int i = 0; i < guards; i++) {
            all.addAll(generation);
            generation = generation.stream().flatMap(ProcessHandle::children).toList();
        }
        return all;
    }

    /** Ends all of them, and those that they start meanwhile; returns whether all are gone in time. */
    boolean kill(Duration limit) {
        return await(limit, () -> {
            List<ProcessHandle> living = look();
            living.forEach(ProcessHandle::destroyForcibly);
            return living.isEmpty();
        });
    }

    /** Waits until all are gone. */
    boolean awaitGone(Duration limit) {
        return await(limit, () -> known.stream().noneMatch(ProcessTree::runs) && look().isEmpty());
    }

    /** Waits until the first process is gone. */
    boolean awaitRootGone(Duration limit) {
        return await(limit, () -> !rootRuns());
    }

    /** Gives up early, with the interruption restored, when the thread is interrupted. */
    static boolean await(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** A zombie does not: where the first process of a container never reaps, it stays for ever. */
    private static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "stat"), StandardCharsets.ISO_8859_1);
            int end = stat.lastIndexOf(')');
            return end < 0 || !stat.startsWith(" Z", end + 1);
        } catch (IOException noProc) {
            return process.isAlive();
        }
    }
}
