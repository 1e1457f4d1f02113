package io.mcpgateway.catalog;

import io.mcpgateway.model.ServerEntry.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;

/**
 * Whether a local file can only have been written by the current user. A group of the owner's own name, as many systems
 * make one for each user, counts as the owner. A file whose directory others may write to could be swapped and does not
 * count either, unless the directory is sticky.
 */
public final class FileTrust {
    private static final int STICKY = 01000;

    private FileTrust() {}

    /** How far a local file is trusted. */
    public static Trust of(Path file) {
        try {
            Path real = file.toRealPath();
            UserPrincipal me = currentUser(real);
            return ownedBy(real, me) && !writableByOthers(real) && directoryIsSafe(real, me)
                    ? Trust.OWN_FILE
                    : Trust.FOREIGN;
        } catch (IOException | UnsupportedOperationException e) {
            // What cannot be found out is not trusted.
            return Trust.FOREIGN;
        }
    }

    private static boolean directoryIsSafe(Path file, UserPrincipal me) throws IOException {
        Path directory = file.getParent();
        if (directory == null) {
            return false;
        }
        if (!supportsPosix(directory)) {
            return true;
        }
        if (!writableByOthers(directory)) {
            return ownedBy(directory, me) || (int) Files.getAttribute(directory, "unix:uid") == 0;
        }
        return ((int) Files.getAttribute(directory, "unix:mode") & STICKY) != 0;
    }

    private static boolean ownedBy(Path path, UserPrincipal me) throws IOException {
        return Files.getOwner(path).equals(me);
    }

    private static boolean writableByOthers(Path path) throws IOException {
        if (!supportsPosix(path)) {
            return false;
        }
        PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
        return attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
                || (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                        && !attributes
                                .group()
                                .getName()
                                .equals(attributes.owner().getName()));
    }

    private static boolean supportsPosix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }

    // The kernel's word where there is one: the name in the system properties is what the command line says.
    private static UserPrincipal currentUser(Path path) throws IOException {
        Path self = Path.of("/proc/self");
        if (Files.isDirectory(self)) {
            return Files.getOwner(self);
        }
        return path.getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(System.getProperty("user.name"));
    }
}
