package io.mcpgateway.files;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads files whole with a bound, replaces them whole or not at all, and locks them against other gateways. */
public final class SafeFiles {
    private static final Duration LOCK_WAIT = Duration.ofSeconds(10);
    private static final Duration LOCK_RETRY = Duration.ofMillis(20);

    private SafeFiles() {}

    /**
     * Reads a file.
     *
     * @param limit the most bytes that are accepted
     * @return its bytes; empty if there is no such file
     * @throws ConfigException if it cannot be read, is no regular file, or is larger
     */
    public static Optional<byte[]> read(Path file, int limit) {
        // A pipe or device would block or never end.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ConfigException(file + ": not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new ConfigException(file + ": larger than " + limit + " bytes");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + reason(e), e);
        }
    }

    /**
     * Replaces a file, or creates it and its directories. Readers see the old or the new content, never a part; after a
     * crash it is one of the two. The permissions of a file that exists are kept; a symbolic link stays one.
     *
     * @throws GatewayException if it cannot be written; it is as it was then
     */
    public static void replace(Path file, byte[] content) {
        replace(file, content, "rw-r--r--");
    }

    /** Like {@link #replace}, and a file that is new can be read by its owner only. */
    public static void replacePrivately(Path file, byte[] content) {
        replace(file, content, "rw-------");
    }

    private static void replace(Path file, byte[] content, String permissions) {
        try {
            Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
            Path directory = Files.createDirectories(parent(target));
            Path temporary = Files.createTempFile(directory, "." + target.getFileName(), ".tmp");
            try {
                write(temporary, content);
                copyPermissions(target, temporary, permissions);
                move(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
            forceDirectory(directory);
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION, file + ": cannot be written: " + reason(e) + "; it is unchanged", e);
        }
    }

    /**
     * Removes a file, if it is there; a symbolic link itself, not what it names.
     *
     * @throws GatewayException if it cannot be removed
     */
    public static void delete(Path file) {
        try {
            if (Files.deleteIfExists(file)) {
                forceDirectory(parent(file.toAbsolutePath()));
            }
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION, file + ": cannot be removed: " + reason(e) + "; it is unchanged", e);
        }
    }

    /** Creates a directory, and those around it, which only its owner may enter where the system knows such. */
    public static void createPrivateDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
        PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    /**
     * Runs an action while no other thread or process runs one for the same file. The lock is a file beside it that stays.
     *
     * @throws GatewayException if the lock cannot be had within ten seconds
     */
    public static <T extends @Nullable Object> T locked(Path file, Supplier<T> action) {
        Path absolute = file.toAbsolutePath();
        Path lockFile = parent(absolute).resolve("." + absolute.getFileName() + ".lock");
        try {
            Files.createDirectories(parent(absolute));
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = acquire(channel, lockFile)) {
                if (!lock.isValid()) {
                    throw new IOException("the lock " + lockFile + " was lost");
                }
                return action.get();
            }
        } catch (IOException e) {
            throw new GatewayException(ErrorCode.CONFIGURATION, lockFile + ": cannot be locked: " + reason(e), e);
        }
    }

    // Polls, because a lock that another thread of this JVM holds is an exception and not a wait.
    private static FileLock acquire(FileChannel channel, Path lockFile) throws IOException {
        long deadline = System.nanoTime() + LOCK_WAIT.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // Held by another thread of this process: as good as held by another process.
            }
            pause(lockFile);
        }
        throw new GatewayException(
                ErrorCode.TIMEOUT,
                lockFile + ": another process has held this lock for " + LOCK_WAIT.toSeconds() + " s");
    }

    private static void pause(Path lockFile) {
        try {
            Thread.sleep(LOCK_RETRY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayException(ErrorCode.TIMEOUT, lockFile + ": interrupted while waiting for this lock", e);
        }
    }

    private static void write(Path temporary, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void copyPermissions(Path from, Path to, String otherwise) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        view.setPermissions(
                Files.exists(from) ? Files.getPosixFilePermissions(from) : PosixFilePermissions.fromString(otherwise));
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    // Makes the rename durable. Some systems cannot open directories; there the rename is as durable as they make it.
    private static void forceDirectory(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path absolute) {
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new UncheckedIOException(new IOException(absolute + " is no file"));
        }
        return parent;
    }

    /** The reason of a failure in words: the JDK's messages are often a mere path. */
    public static String reason(IOException e) {
        String kind = e.getClass().getSimpleName().replaceAll("Exception$", "");
        String message = e.getMessage();
        if (e instanceof FileSystemException detailed) {
            message = detailed.getReason();
        }
        return message == null || message.isEmpty() ? kind : kind + " (" + message + ")";
    }
}
