package io.mcpgateway.cli.control;

import io.mcpgateway.files.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Which machine a socket belongs to, and which boot of it, in eight hexadecimal digits each; zeros where that cannot be told.
 *
 * @param machine of the machine's id and name
 * @param boot of the id of the boot
 */
record MachineMark(String machine, String boot) {
    private static final String UNKNOWN = "00000000";

    static MachineMark here() {
        String id = text("/etc/machine-id");
        String name = text("/proc/sys/kernel/hostname");
        String boot = text("/proc/sys/kernel/random/boot_id");
        return new MachineMark(id.isEmpty() ? UNKNOWN : mark(id + "\n" + name), boot.isEmpty() ? UNKNOWN : mark(boot));
    }

    /**
     * Whether this is the machine that looks: it is the same boot, or another one of the same machine. Where a machine tells
     * nothing of itself, it is thought to have its home for itself.
     */
    boolean isSameMachine(MachineMark here) {
        if (boot.equals(UNKNOWN) && here.boot.equals(UNKNOWN)) {
            return machine.equals(here.machine);
        }
        return boot.equals(here.boot) || (machine.equals(here.machine) && !machine.equals(UNKNOWN));
    }

    private static String mark(String text) {
        byte[] digest = Digests.sha256().digest(("io.mcpgateway run\n" + text).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 4);
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException notHere) {
            return "";
        }
    }
}
