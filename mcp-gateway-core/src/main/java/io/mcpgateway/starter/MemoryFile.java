package io.mcpgateway.starter;

import io.mcpgateway.jvm.ToolException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * Where a memory is kept: JSON lines, one entity or relation each. Replaced as a whole, so that a reader sees the old or
 * the new one and a crash leaves one of them. A lock file keeps two gateways from losing each other's changes. A damaged
 * file is never written to. Thread-safe.
 */
final class MemoryFile {
    static final int LARGEST = 16 << 20;
    private static final long LOCK_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path configured;

    MemoryFile(Path configured) {
        this.configured = configured;
    }

    /** The memory as it is now; empty if there is no file yet. */
    MemoryGraph read() {
        return read(target());
    }

    /** Changes the memory; the change sees the newest state, and is kept if it returns that it changed something. */
    int update(ToIntFunction<MemoryGraph> change) {
        Path file = target();
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(
                            file.resolveSibling(file.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = lock(channel)) {
                MemoryGraph graph = read(file);
                int changes = change.applyAsInt(graph);
                if (lock.isValid() && changes > 0) {
                    write(file, graph);
                }
                return changes;
            }
        } catch (IOException e) {
            throw new ToolException("Cannot write the memory file '" + file + "': " + e.getMessage(), e);
        }
    }

    /** A symbolic link stays one: what it points to is replaced. */
    private Path target() {
        try {
            return configured.toRealPath();
        } catch (IOException notYet) {
            return configured;
        }
    }

    private static MemoryGraph read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new ToolException("The memory file '" + file + "' is larger than " + LARGEST + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return MemoryGraph.parse(text, file.toString());
        } catch (NoSuchFileException notYet) {
            return MemoryGraph.empty();
        } catch (CharacterCodingException e) {
            throw new ToolException(
                    "The memory file '" + file + "' is damaged: it is not UTF-8. Nothing was changed; repair it or move"
                            + " it away",
                    e);
        } catch (IOException e) {
            throw new ToolException("Cannot read the memory file '" + file + "': " + e.getMessage(), e);
        }
    }

    private static void write(Path file, MemoryGraph graph) throws IOException {
        byte[] bytes = graph.text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LARGEST) {
            throw new ToolException("The memory is full (" + LARGEST + " bytes); delete what is no longer needed");
        }
        // Readable by its owner alone: what people tell a memory is private.
        Path temporary = Files.createTempFile(file.getParent(), ".memory-", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Polls, because within one JVM a lock that another thread holds is an exception rather than a wait. */
    private static FileLock lock(FileChannel channel) throws IOException {
        long end = System.nanoTime() + LOCK_WAIT_NANOS;
        while (true) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException heldHere) {
                // Another server in this JVM uses the same file; its turn is short.
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("another gateway holds its lock");
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
