package io.mcpgateway.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a sandboxed process may not ask of the kernel: everything about mounts, modules, other processes' memory, keys, and
 * new user namespaces, in which it would be root of its own and near to more of the kernel. A program for the kernel's
 * filter machine (cBPF, as {@code seccomp(2)} takes it), by hand because no library is needed for one list. Stateless.
 */
final class SystemCallFilter {
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_GREATER_OR_EQUAL = 0x35;
    private static final int JUMP_BITS = 0x45;
    private static final int RETURN = 0x06;

    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;
    private static final int SECOND_ARGUMENT = 24;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL = 0x80000000;
    private static final int NOT_PERMITTED = 0x00050000 | 1;
    private static final int NO_SUCH_CALL = 0x00050000 | 38;

    private static final int NEW_USER_NAMESPACE = 0x10000000;
    private static final int PUSH_INTO_TERMINAL = 0x5412;
    private static final int LINUX_CONSOLE = 0x541C;

    /** Calls whose numbers are the same everywhere: io_uring (3), open_tree to fspick (6), pidfd_getfd, mount_setattr. */
    private static final int[] COMMON = {425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442};

    private static final int CLONE3 = 435;

    private SystemCallFilter() {}

    /**
     * One kind of processor.
     *
     * @param audit the kernel's number for it
     * @param cloning the number of {@code clone}
     * @param unshare the number of {@code unshare}
     * @param ioctl the number of {@code ioctl}
     * @param compatible numbers from here on are of another calling convention; 0 if there is none
     * @param denied the numbers of calls that are refused, beside those in {@link #COMMON}
     */
    private record Architecture(int audit, int cloning, int unshare, int ioctl, int compatible, int[] denied) {}

    // ptrace, process_vm_*, kcmp; mount, umount2, pivot_root; swap; reboot; modules; kexec; bpf; perf; userfaultfd;
    // keys;
    // setns; open_by_handle_at; acct; clocks; quotactl; lookup_dcookie; on x86 iopl, ioperm and uselib, too.
    private static final Architecture X86_64 = new Architecture(0xC000003E, 56, 272, 16, 0x40000000, new int[] {
        101, 310, 311, 312, 165, 166, 155, 167, 168, 169, 175, 176, 313, 246, 320, 321, 298, 323, 248, 249, 250, 308,
        304, 163, 164, 227, 179, 212, 172, 173, 134
    });

    private static final Architecture AARCH64 = new Architecture(0xC00000B7, 220, 97, 29, 0, new int[] {
        117, 270, 271, 272, 40, 39, 41, 224, 225, 142, 105, 106, 273, 104, 294, 280, 241, 282, 217, 218, 219, 268, 265,
        89, 170, 112, 60, 18
    });

    /**
     * The program; empty for a kind of processor whose numbers are not known here.
     *
     * @param architecture as the property {@code os.arch} has it
     */
    static Optional<byte[]> program(String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> Optional.of(program(X86_64));
            case "aarch64" -> Optional.of(program(AARCH64));
            default -> Optional.empty();
        };
    }

    /** One step of the program. */
    private record Step(int code, int yes, int no, int value) {}

    private static byte[] program(Architecture architecture) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(LOAD_WORD, 0, 0, ARCHITECTURE));
        steps.add(new Step(JUMP_EQUAL, 1, 0, architecture.audit()));
        steps.add(new Step(RETURN, 0, 0, KILL));
        steps.add(new Step(LOAD_WORD, 0, 0, NUMBER));
        if (architecture.compatible() != 0) {
            steps.add(new Step(JUMP_GREATER_OR_EQUAL, 0, 1, architecture.compatible()));
            steps.add(new Step(RETURN, 0, 0, NO_SUCH_CALL));
        }
        for (int denied : architecture.denied()) {
            refuse(steps, denied, NOT_PERMITTED);
        }
        for (int denied : COMMON) {
            refuse(steps, denied, NOT_PERMITTED);
        }
        // Its flags lie in memory, where no filter can look; callers fall back to clone.
        refuse(steps, CLONE3, NO_SUCH_CALL);
        refuseByBits(steps, architecture.cloning(), FIRST_ARGUMENT, NEW_USER_NAMESPACE);
        refuseByBits(steps, architecture.unshare(), FIRST_ARGUMENT, NEW_USER_NAMESPACE);
        refuseByValue(steps, architecture.ioctl(), SECOND_ARGUMENT, PUSH_INTO_TERMINAL);
        refuseByValue(steps, architecture.ioctl(), SECOND_ARGUMENT, LINUX_CONSOLE);
        steps.add(new Step(RETURN, 0, 0, ALLOW));
        return bytes(steps);
    }

    private static void refuse(List<Step> steps, int call, int answer) {
        steps.add(new Step(JUMP_EQUAL, 0, 1, call));
        steps.add(new Step(RETURN, 0, 0, answer));
    }

    private static void refuseByBits(List<Step> steps, int call, int argument, int bits) {
        refuseBy(steps, call, argument, new Step(JUMP_BITS, 0, 1, bits));
    }

    private static void refuseByValue(List<Step> steps, int call, int argument, int value) {
        refuseBy(steps, call, argument, new Step(JUMP_EQUAL, 0, 1, value));
    }

    /** The number is loaded again afterwards, for the tests that follow. */
    private static void refuseBy(List<Step> steps, int call, int argument, Step test) {
        steps.add(new Step(JUMP_EQUAL, 0, 4, call));
        steps.add(new Step(LOAD_WORD, 0, 0, argument));
        steps.add(test);
        steps.add(new Step(RETURN, 0, 0, NOT_PERMITTED));
        steps.add(new Step(LOAD_WORD, 0, 0, NUMBER));
    }

    private static byte[] bytes(List<Step> steps) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * steps.size()).order(ByteOrder.nativeOrder());
        for (Step step : steps) {
            bytes.putShort((short) step.code())
                    .put((byte) step.yes())
                    .put((byte) step.no())
                    .putInt(step.value());
        }
        return bytes.array();
    }
}
