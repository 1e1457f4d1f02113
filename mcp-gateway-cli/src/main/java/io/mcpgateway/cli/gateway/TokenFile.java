package io.mcpgateway.cli.gateway;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes a token to a file that only its owner can read. */
final class TokenFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private TokenFile() {}

    /**
     * Writes the token and a line break, in place of an earlier file. The file has mode 0600 before the first byte is in it.
     *
     * @throws ConfigException if it cannot be written
     */
    static void write(Path file, Secret token) {
        Path target = file.toAbsolutePath().normalize();
        Path directory = target.getParent();
        try {
            if (directory == null) {
                throw new IOException("it has no parent directory");
            }
            Path temporary = Files.createTempFile(directory, ".mcp-gateway-token-", null, ownerOnly());
            try {
                Files.write(temporary, (token.reveal() + "\n").getBytes(StandardCharsets.UTF_8));
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new ConfigException("Cannot write the token to --token-file " + target + ": " + e, e);
        }
    }

    /** For a new file that only its owner can read; nothing where the system knows no such files. */
    static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }
}
