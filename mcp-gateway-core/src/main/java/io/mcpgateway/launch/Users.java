package io.mcpgateway.launch;

import io.mcpgateway.model.WorkloadSpec.Bind;
import io.mcpgateway.model.WorkloadSpec.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whom a container runs as. */
final class Users {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?");
    private static final Pattern ROOT = Pattern.compile("(root|0+)(:.*)?");

    private Users() {}

    static boolean isValid(String user) {
        return VALID.matcher(user).matches();
    }

    static boolean isRoot(String user) {
        return ROOT.matcher(user).matches();
    }

    /** The owner of the first host path; empty if there is none, it is root, or the system knows no such numbers. */
    static Optional<String> ownerOfFirstBind(List<Mount> mounts) {
        return mounts.stream()
                .filter(Bind.class::isInstance)
                .map(mount -> ((Bind) mount).source())
                .findFirst()
                .flatMap(Users::owner);
    }

    private static Optional<String> owner(Path source) {
        try {
            if (!source.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                return Optional.empty();
            }
            int uid = (int) Files.getAttribute(source, "unix:uid");
            int gid = (int) Files.getAttribute(source, "unix:gid");
            return uid == 0 ? Optional.empty() : Optional.of(uid + ":" + gid);
        } catch (IOException e) {
            // The path is gone again; the runtime will say so.
            return Optional.empty();
        }
    }
}
