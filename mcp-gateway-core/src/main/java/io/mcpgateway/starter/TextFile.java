package io.mcpgateway.starter;

import io.mcpgateway.jvm.ToolException;
import io.mcpgateway.starter.Roots.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and replaces text files in an open directory, following no link. Stateless. */
final class TextFile {
    /** More than a model can read at once, by far. */
    static final int LARGEST = 4 << 20;

    private TextFile() {}

    static String read(Place place) {
        return place.inParent(directory -> read(directory, place.name(), place.path()));
    }

    static String read(SecureDirectoryStream<Path> directory, Path name, Path shown) throws IOException {
        BasicFileAttributes attributes = attributes(directory, name);
        // Anything else could block for ever or never end: a named pipe, a device.
        if (!attributes.isRegularFile()) {
            throw new ToolException("'" + shown + "' is not a regular file");
        }
        if (attributes.size() > LARGEST) {
            throw new ToolException(
                    "'" + shown + "' has " + attributes.size() + " bytes; the most that can be read is " + LARGEST);
        }
        try (SeekableByteChannel channel =
                directory.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer bytes = ByteBuffer.allocate((int) attributes.size() + 1);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            if (!bytes.hasRemaining()) {
                throw new ToolException("'" + shown + "' is growing; try again");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new ToolException("'" + shown + "' is not UTF-8 text", e);
        }
    }

    static BasicFileAttributes attributes(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /** Puts a new file in the place of an old one, if there is one; nobody ever sees half of it. */
    static void write(Place place, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LARGEST) {
            throw new ToolException(
                    "The text has " + bytes.length + " bytes; the most that can be written is " + LARGEST);
        }
        place.inParent(directory -> {
            replace(directory, place.name(), ByteBuffer.wrap(bytes), place.path());
            return true;
        });
    }

    private static void replace(SecureDirectoryStream<Path> directory, Path name, ByteBuffer bytes, Path shown)
            throws IOException {
        Set<PosixFilePermission> permissions = permissions(directory, name, shown);
        Path temporary = Path.of(".mcp-" + UUID.randomUUID() + ".tmp");
        boolean moved = false;
        try (SeekableByteChannel channel = directory.newByteChannel(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            if (permissions != null) {
                directory
                        .getFileAttributeView(temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setPermissions(permissions);
            }
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (channel instanceof java.nio.channels.FileChannel file) {
                file.force(true);
            }
            directory.move(temporary, directory, name);
            moved = true;
        } finally {
            if (!moved) {
                directory.deleteFile(temporary);
            }
        }
    }

    /** Of the file that is replaced; null if there is none. */
    private static @Nullable Set<PosixFilePermission> permissions(
            SecureDirectoryStream<Path> directory, Path name, Path shown) throws IOException {
        try {
            if (!attributes(directory, name).isRegularFile()) {
                throw new ToolException("'" + shown + "' is not a regular file");
            }
            return directory
                    .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .permissions();
        } catch (NoSuchFileException notYet) {
            return null;
        }
    }
}
