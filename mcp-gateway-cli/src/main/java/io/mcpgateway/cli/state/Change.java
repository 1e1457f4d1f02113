package io.mcpgateway.cli.state;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.files.SafeFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one command is about to do to files: it reads through this and writes into it, and nothing reaches a disk before all
 * is decided. Confined to the thread that plans it.
 */
public final class Change {
    /** The largest file that is changed; nobody writes a larger one by hand. */
    public static final int MAX_BYTES = 16 << 20;

    private final Map<Path, Edit> edits = new LinkedHashMap<>();

    Change() {}

    /**
     * One file.
     *
     * @param file its absolute path
     * @param before what it holds; null if there is no such file
     * @param after what it will hold; null if it will be gone
     */
    record Edit(Path file, byte @Nullable [] before, byte @Nullable [] after) {
        boolean changes() {
            return !java.util.Arrays.equals(before, after);
        }
    }

    /**
     * A file as it will be; empty if there is none.
     *
     * @throws io.mcpgateway.model.ConfigException if it cannot be read or is too large
     */
    public Optional<byte[]> read(Path file) {
        return Optional.ofNullable(edit(file).after);
    }

    /** Like {@link #read}, as text; empty text if there is no such file. */
    public String text(Path file) {
        return read(file)
                .map(bytes -> io.mcpgateway.files.YamlReader.decode(file.toString(), bytes))
                .orElse("");
    }

    /** The file will hold this. */
    public void write(Path file, byte[] content) {
        Edit edit = edit(file);
        edits.put(edit.file, new Edit(edit.file, edit.before, content.clone()));
    }

    /** The file will hold this text. */
    public void write(Path file, String content) {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The file will be gone. */
    public void delete(Path file) {
        Edit edit = edit(file);
        edits.put(edit.file, new Edit(edit.file, edit.before, null));
    }

    private Edit edit(Path file) {
        Path absolute = requireNonNull(file, "file").toAbsolutePath().normalize();
        return edits.computeIfAbsent(absolute, path -> {
            byte[] bytes = SafeFiles.read(path, MAX_BYTES).orElse(null);
            return new Edit(path, bytes, bytes);
        });
    }

    /** What is to be done, in the order in which it was planned. */
    List<Edit> edits() {
        List<Edit> all = new ArrayList<>();
        edits.values().stream().filter(Edit::changes).forEach(all::add);
        return all;
    }
}
