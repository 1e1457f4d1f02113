package io.mcpgateway.secret;

import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.StoredName;
import io.mcpgateway.spi.SecretStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Secrets in a directory, one file each, as container engines mount them: the file's name is the secret's, {@code /} is a
 * sub-directory, one line break at the end is cut. Files that lie elsewhere by way of a link are refused. Thread-safe.
 */
public final class DirectorySecretStore implements SecretStore.Listable {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_NAMES = 10_000;
    private static final Set<String> NO_NAMES = Set.of(".", "..");

    private final Path directory;

    /** The secrets in this directory. */
    public DirectorySecretStore(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public String describe() {
        return "directory " + directory;
    }

    @Override
    public Optional<Secret> find(StoredName name) {
        if (!(name instanceof SecretName) || !isSafe(name.value())) {
            return Optional.empty();
        }
        Path file = directory.resolve(name.value());
        if (Files.notExists(file) || Files.isDirectory(file) || isUnderFile(file)) {
            return Optional.empty();
        }
        try {
            checkInside(file);
            return SafeFiles.read(file, MAX_BYTES)
                    .map(bytes -> Secret.of(withoutLineBreak(YamlReader.decode(file.toString(), bytes))));
        } catch (IOException e) {
            throw new UnavailableException(file + ": cannot be read: " + SafeFiles.reason(e), e);
        } catch (ConfigException e) {
            throw new UnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public List<StoredName> list() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(
                directory, MAX_DEPTH, (path, attributes) -> attributes.isRegularFile(), FileVisitOption.FOLLOW_LINKS)) {
            return files.limit(MAX_NAMES)
                    .map(file -> directory.relativize(file).toString().replace('\\', '/'))
                    // Mounted secrets have hidden directories beside them, which the visible names link into.
                    .filter(name -> !name.startsWith(".") && !name.contains("/."))
                    .flatMap(name -> SecretNames.parse(name).stream())
                    .<StoredName>map(name -> name)
                    .sorted(Comparator.comparing(StoredName::value))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new UnavailableException(directory + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private boolean isUnderFile(Path file) {
        for (Path parent = file.getParent(); parent != null && !parent.equals(directory); parent = parent.getParent()) {
            if (Files.isRegularFile(parent)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSafe(String name) {
        return Stream.of(name.split("/")).noneMatch(NO_NAMES::contains);
    }

    private void checkInside(Path file) throws IOException {
        Path real = file.toRealPath();
        if (!real.startsWith(directory.toRealPath())) {
            throw new DeniedException(file + " is a link to " + real + ", out of the directory of secrets", null);
        }
    }

    private static String withoutLineBreak(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
