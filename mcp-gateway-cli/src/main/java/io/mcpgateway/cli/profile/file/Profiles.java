package io.mcpgateway.cli.profile.file;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The profiles of a home: {@code profiles/ID.yaml}. Stateless. */
public final class Profiles {
    /** The profile that counts where nothing else says what is enabled. */
    public static final String DEFAULT = "default";

    private static final String ENDING = ".yaml";

    private final Path directory;
    private final Function<Path, Optional<byte[]>> reader;

    private Profiles(Path home, Function<Path, Optional<byte[]>> reader) {
        this.directory = requireNonNull(home, "home").resolve("profiles");
        this.reader = reader;
    }

    /** The profiles as they are. */
    public static Profiles of(Path home) {
        return new Profiles(home, file -> SafeFiles.read(file, Change.MAX_BYTES));
    }

    /** The profiles as a change sees them. */
    public static Profiles of(Path home, Change change) {
        return new Profiles(home, change::read);
    }

    /** All ids, in their order. */
    public List<String> ids() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .filter(ProfileIds::isId)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigException(directory + ": cannot be listed: " + SafeFiles.reason(e), e);
        }
    }

    /** Where a profile of this id is kept, or would be. */
    public Path file(String id) {
        return directory.resolve(ProfileIds.require(id) + ENDING);
    }

    /** Whether there is one; an id that none can have is no error. */
    public boolean exists(String id) {
        return ProfileIds.isId(id) && reader.apply(file(id)).isPresent();
    }

    /** A profile; empty if there is none of this id. */
    public Optional<Profile> find(String id) {
        if (!ProfileIds.isId(id)) {
            return Optional.empty();
        }
        Path file = file(id);
        return reader.apply(file).map(bytes -> new Profile(id, file, YamlReader.decode(file.toString(), bytes)));
    }

    /**
     * A profile.
     *
     * @throws GatewayException if there is none of this id, or its file is broken
     */
    public Profile require(String id) {
        return find(id).orElseThrow(() -> notFound(id));
    }

    /**
     * Checks that there is one, whatever its file says.
     *
     * @throws GatewayException if there is none
     */
    public void requireExists(String id) {
        if (!exists(id)) {
            throw notFound(id);
        }
    }

    private GatewayException notFound(String id) {
        return new GatewayException(
                ErrorCode.NOT_FOUND, "profile " + id + " not found" + Suggestions.didYouMean(id, ids()));
    }

    /** The names of all, by id; one that cannot be read has none. */
    public Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        for (String id : ids()) {
            try {
                names.put(id, find(id).map(Profile::name).orElse(""));
            } catch (GatewayException e) {
                names.put(id, "");
            }
        }
        return names;
    }
}
