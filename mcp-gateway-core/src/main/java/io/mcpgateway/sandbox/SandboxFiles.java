package io.mcpgateway.sandbox;

import io.mcpgateway.egress.SocketForwarder;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files that sandboxes are made of: who is who inside, the filter of system calls, and the directories of named volumes.
 * They lie under the gateway's home; several gateways may write the same at the same time. Thread-safe.
 */
final class SandboxFiles {
    private final Path directory;
    private final Path volumes;
    private final String architecture;

    SandboxFiles(Path home) {
        this(home, System.getProperty("os.arch"));
    }

    SandboxFiles(Path home, String architecture) {
        this.directory = home.toAbsolutePath().resolve("cache").resolve("sandbox");
        this.volumes = home.toAbsolutePath().resolve("volumes");
        this.architecture = architecture;
    }

    /** What stands for {@code /etc/passwd}. */
    Path users(SandboxUser user) {
        String others = "root:x:0:0::/:/sbin/nologin\nnobody:x:65534:65534::/:/sbin/nologin\n";
        String own = user.uid() == SandboxUser.NOBODY
                ? ""
                : "server:x:" + user.uid() + ":" + user.gid() + "::" + SandboxCommand.HOME + ":/bin/sh\n";
        return file("passwd-" + user.uid() + "-" + user.gid(), (own + others).getBytes(StandardCharsets.US_ASCII));
    }

    /** What stands for {@code /etc/group}. */
    Path groups(SandboxUser user) {
        String own = user.gid() == SandboxUser.NOBODY ? "" : "server:x:" + user.gid() + ":\n";
        return file("group-" + user.gid(), (own + "root:x:0:\nnogroup:x:65534:\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** The filter of system calls; empty if there is none for this kind of processor. */
    Optional<Path> filter() {
        return SystemCallFilter.program(architecture).map(program -> file("calls-" + architecture + ".bpf", program));
    }

    /** The program that leads a workload's clients to its proxy. */
    Path forwarder(SocketForwarder forwarder) {
        return file(forwarder.fileName(), forwarder.text().getBytes(StandardCharsets.UTF_8));
    }

    /** The directory of a named volume, which is made if it is not there, and belongs to the user inside. */
    Path volume(String name, SandboxUser user) {
        Path volume = volumes.resolve(name).normalize();
        if (!volume.startsWith(volumes) || volume.equals(volumes)) {
            throw new GatewayException(ErrorCode.CONFIGURATION, "'" + name + "' is no name of a volume");
        }
        try {
            if (!Files.isDirectory(volume)) {
                SafeFiles.createPrivateDirectories(volume);
                if (user.privileged()) {
                    Files.setAttribute(volume, "unix:uid", user.uid());
                    Files.setAttribute(volume, "unix:gid", user.gid());
                }
            }
            return volume;
        } catch (IOException e) {
            throw failed(volume, e);
        }
    }

    private Path file(String name, byte[] content) {
        Path file = directory.resolve(name);
        try {
            if (!SafeFiles.read(file, 1 << 20)
                    .map(old -> java.util.Arrays.equals(old, content))
                    .orElse(false)) {
                SafeFiles.createPrivateDirectories(directory);
                SafeFiles.replace(file, content);
            }
            // Of a user of its own inside, who must be able to read it whatever our mask is.
            Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
            return file;
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static GatewayException failed(Path file, IOException e) {
        return new GatewayException(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "Cannot make a sandbox: " + file + " cannot be written: " + SafeFiles.reason(e),
                e);
    }
}
