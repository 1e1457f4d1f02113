package io.mcpgateway.sandbox;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a sandboxed process runs as. A gateway that is root gives it another user; any other gateway can only give it its
 * own, which has the number {@value #INSIDE} inside.
 *
 * @param uid the user's number
 * @param gid the group's number
 * @param privileged whether the gateway is root
 */
record SandboxUser(int uid, int gid, boolean privileged) {
    /** What the gateway's own user is called inside. */
    static final int INSIDE = 1000;

    /** The user that owns nothing. */
    static final int NOBODY = 65534;

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})(?::(\\d{1,9}))?");

    static SandboxUser of(WorkloadSpec spec, boolean privileged) {
        Optional<String> wanted = spec.user();
        if (!privileged) {
            if (wanted.isPresent() && !wanted.equals(own())) {
                throw refused(
                        spec, "it asks for user '" + wanted.get() + "', and only root can start it as another user");
            }
            return new SandboxUser(INSIDE, INSIDE, false);
        }
        if (wanted.isEmpty()) {
            return new SandboxUser(NOBODY, NOBODY, true);
        }
        Matcher numbers = NUMBERS.matcher(wanted.get());
        if (!numbers.matches() || Integer.parseInt(numbers.group(1)) == 0) {
            throw refused(spec, "its user '" + wanted.get() + "' must be a number other than 0 with an optional group");
        }
        int uid = Integer.parseInt(numbers.group(1));
        return new SandboxUser(uid, numbers.group(2) == null ? uid : Integer.parseInt(numbers.group(2)), true);
    }

    /** Whether this process is root; not on systems without such users. */
    static boolean isRoot() {
        return own().filter(user -> user.startsWith("0:")).isPresent();
    }

    private static Optional<String> own() {
        try {
            Path self = Path.of("/proc/self");
            return Optional.of(Files.getAttribute(self, "unix:uid") + ":" + Files.getAttribute(self, "unix:gid"));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static GatewayException refused(WorkloadSpec spec, String why) {
        return new GatewayException(
                ErrorCode.CONFIGURATION, "Cannot start server '" + spec.server() + "' in a sandbox: " + why);
    }
}
