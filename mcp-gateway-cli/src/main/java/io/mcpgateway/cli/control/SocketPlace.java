package io.mcpgateway.cli.control;

import io.mcpgateway.files.SafeFiles;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory {@code run} of a home, with a socket for each gateway that runs there: {@code ID-MACHINE-BOOT.sock}. What is
 * behind a name is told by the name, because several machines may share a home. Stateless; blocks for as long as a disk takes.
 *
 * @param directory the directory
 * @param machine the machine that looks
 */
record SocketPlace(Path directory, MachineMark machine) {
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{6})-([0-9a-f]{8})-([0-9a-f]{8})\\.sock");
    private static final int MOST_SOCKETS = 200;

    static SocketPlace of(Path home) {
        return new SocketPlace(home.resolve("run"), MachineMark.here());
    }

    /**
     * A socket.
     *
     * @param id the gateway's id
     * @param path where it is
     * @param machine the machine that the gateway runs on
     */
    record Found(String id, Path path, MachineMark machine) {}

    /** The socket of a new gateway, which is not there yet. */
    Found newSocket(String id) {
        return new Found(id, directory.resolve(id + "-" + machine.machine() + "-" + machine.boot() + ".sock"), machine);
    }

    /** The sockets that are there, by name. */
    List<Found> sockets() throws IOException {
        List<Found> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.sorted().limit(MOST_SOCKETS).forEach(file -> read(file).ifPresent(found::add));
        } catch (NoSuchFileException e) {
            return List.of(); // no gateway has run yet
        }
        return found;
    }

    private static Optional<Found> read(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches()
                ? Optional.of(new Found(name.group(1), file, new MachineMark(name.group(2), name.group(3))))
                : Optional.empty();
    }

    /** Listens at a socket that is not there yet; only the owner can reach it. */
    ServerSocketChannel bind(Found socket) throws IOException {
        SafeFiles.createPrivateDirectories(directory);
        ServerSocketChannel channel;
        try {
            channel = NearAddress.bind(socket.path());
        } catch (IOException e) {
            // A gateway that ended in between may have taken the empty directory along.
            SafeFiles.createPrivateDirectories(directory);
            channel = NearAddress.bind(socket.path());
        }
        PosixFileAttributeView view = Files.getFileAttributeView(socket.path(), PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rw-------"));
        }
        return channel;
    }

    void connect(SocketChannel channel, Found socket) throws IOException {
        NearAddress.connect(channel, socket.path());
    }

    /** Removes the socket of a gateway that is gone, and the directory if it was the last one. */
    void remove(Found socket) throws IOException {
        Files.deleteIfExists(socket.path());
        removeIfEmpty(directory);
    }

    /** The home and the directories above it that are not there, the innermost first. */
    List<Path> missing() {
        List<Path> missing = new ArrayList<>();
        for (Path each = directory.getParent(); each != null && !Files.exists(each); each = each.getParent()) {
            missing.add(each);
        }
        return missing;
    }

    /** Removes directories, the innermost first, that nobody uses: who has not asked for a home need not have one. */
    static void removeEmpty(List<Path> directories) throws IOException {
        for (Path each : directories) {
            removeIfEmpty(each);
        }
    }

    private static void removeIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            // Others use it.
        }
    }

    /** Whether a socket that nobody listens at is known to be left over: its gateway ran on this machine. */
    boolean isOurs(Found socket) {
        return socket.machine().isSameMachine(machine);
    }
}
