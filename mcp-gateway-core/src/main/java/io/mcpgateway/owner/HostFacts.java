package io.mcpgateway.owner;

import io.mcpgateway.model.WorkloadOwner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What Linux tells about this process and the machine it runs on. Elsewhere, and wherever a fact cannot be trusted, the
 * fact is an empty string, which makes {@link WorkloadOwner#isKnownDead} answer no. Immutable; reads files on demand.
 *
 * <p>A wrong "known dead" would remove the workloads of a gateway that lives, so every fact errs towards "not known":
 *
 * <ul>
 *   <li>{@code /etc/machine-id} inside a container comes from the image and may be the same on a hundred machines that
 *       share one remote engine. Outside the first process namespace it is therefore replaced by the boot id: two such
 *       gateways are on one machine only while that machine runs.
 *   <li>Cloned virtual machines often share a machine id, but seldom the host name as well; so both go into the digest.
 *       The digest also keeps the machine id itself, which is meant to stay private, out of labels and environments.
 *   <li>If {@code /proc} shows another process namespace than ours, or hides other users' processes, a process that is
 *       not seen may live all the same.
 * </ul>
 */
public final class HostFacts {
    /** The inode that the kernel gives to its first process namespace, {@code PROC_PID_INIT_INO}. */
    static final String FIRST_PID_NAMESPACE = "4026531836";

    private static final HostFacts HERE =
            new HostFacts(Path.of("/"), ProcessHandle.current().pid());
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path root;
    private final long pid;

    /**
     * Facts read below another root, for tests.
     *
     * @param root what stands for {@code /}
     * @param pid what stands for the own process id
     */
    HostFacts(Path root, long pid) {
        this.root = root;
        this.pid = pid;
    }

    /** The facts of this process. */
    public static HostFacts here() {
        return HERE;
    }

    /** An owner with a new random id of 32 hexadecimal digits. */
    public WorkloadOwner newOwner() {
        String boot = text("proc/sys/kernel/random/boot_id");
        String namespace = pidNamespace();
        return new WorkloadOwner(
                randomId(),
                machine(boot, namespace),
                boot,
                namespace,
                pid,
                procStat().start(pid).orElse(""));
    }

    /** Tells whether a process lives in this process's namespace; in doubt it does. */
    public WorkloadOwner.ProcessProbe probe() {
        ProcStat stat = procStat();
        return (candidate, startTime) -> stat.lives(candidate, startTime);
    }

    /** A random id of 128 bits in hexadecimal digits. */
    public static String randomId() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private ProcStat procStat() {
        return new ProcStat(root.resolve("proc"));
    }

    private String machine(String boot, String namespace) {
        if (boot.isEmpty()) {
            return "";
        }
        String id = text("etc/machine-id");
        if (!namespace.equals(FIRST_PID_NAMESPACE) || !id.matches("[0-9a-fA-F]{32}")) {
            return digest("boot", boot);
        }
        return digest("machine", id + "\n" + text("proc/sys/kernel/hostname"));
    }

    /** Empty unless {@code /proc} belongs to the namespace that this process id was learned in. */
    private String pidNamespace() {
        if (!link("proc/self").equals(Long.toString(pid))) {
            return "";
        }
        String target = link("proc/self/ns/pid");
        return target.matches("pid:\\[\\d+]") ? target.substring(5, target.length() - 1) : "";
    }

    private String link(String name) {
        try {
            return Files.readSymbolicLink(root.resolve(name)).toString();
        } catch (IOException | UnsupportedOperationException notHere) {
            return "";
        }
    }

    private String text(String name) {
        try {
            return Files.readString(root.resolve(name)).strip();
        } catch (IOException notHere) {
            return "";
        }
    }

    private static String digest(String kind, String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("io.mcpgateway " + kind + "\n" + text).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
