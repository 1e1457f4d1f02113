package io.mcpgateway.cli.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Binds and connects sockets whose paths are longer than the hundred bytes that systems take: by way of a link to their
 * directory, which lives only for that moment, in a directory that nobody else may enter. Stateless.
 */
final class NearAddress {
    /** What macOS takes, which is less than the 107 of Linux. */
    private static final int LONGEST = 103;

    private NearAddress() {}

    static ServerSocketChannel bind(Path path) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            near(path, channel::bind);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static void connect(SocketChannel channel, Path path) throws IOException {
        near(path, channel::connect);
    }

    private interface Step {
        Object at(UnixDomainSocketAddress address) throws IOException;
    }

    private static void near(Path path, Step step) throws IOException {
        if (path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
            step.at(UnixDomainSocketAddress.of(path));
            return;
        }
        Path directory = path.toAbsolutePath().getParent();
        Path name = path.getFileName();
        if (directory == null || name == null) {
            throw new IOException(path + " is no file");
        }
        Path temporary = Files.createTempDirectory("mgw");
        Path link = temporary.resolve("r");
        try {
            Files.createSymbolicLink(link, directory);
            step.at(UnixDomainSocketAddress.of(link.resolve(name)));
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(temporary);
        }
    }
}
