package io.mcpgateway.cli.oci;

import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.Digests;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.oci.OciReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The OCI catalogs of a home: {@code oci-catalogs/*.json}, a file each, named after the reference. Stateless. */
public final class OciCatalogs {
    private static final String SUFFIX = ".json";
    private static final int LONGEST_NAME = 180;

    private final Path directory;
    private final Function<Path, Optional<byte[]>> reader;

    private OciCatalogs(Path home, Function<Path, Optional<byte[]>> reader) {
        this.directory = home.resolve("oci-catalogs");
        this.reader = reader;
    }

    /** The catalogs as they are. */
    public static OciCatalogs of(Path home) {
        return new OciCatalogs(home, file -> SafeFiles.read(file, Change.MAX_BYTES));
    }

    /** The catalogs as a change sees them. */
    public static OciCatalogs of(Path home, Change change) {
        return new OciCatalogs(home, change::read);
    }

    /**
     * One catalog.
     *
     * @throws ConfigException if its file is broken
     */
    public Optional<OciCatalog> find(OciReference reference) {
        Path file = file(reference);
        return reader.apply(file).map(bytes -> {
            OciCatalog catalog = OciCatalog.read(file.toString(), bytes);
            if (!catalog.reference().equals(reference)) {
                throw new ConfigException(file + ": 'ref' is another catalog's; the file of that one has another name");
            }
            return catalog;
        });
    }

    /**
     * One that must be there.
     *
     * @throws GatewayException if it is not
     */
    public OciCatalog require(OciReference reference) {
        return find(reference).orElseThrow(() -> missing(reference));
    }

    private GatewayException missing(OciReference reference) {
        List<String> known = list(broken -> {}).stream()
                .map(each -> each.reference().toString())
                .toList();
        String near = Suggestions.didYouMean(reference.toString(), known);
        return new GatewayException(
                ErrorCode.NOT_FOUND,
                "catalog " + reference + " not found"
                        + (near.isEmpty() ? "; 'catalog pull " + reference + "' fetches it" : near));
    }

    /**
     * All that can be read, by reference.
     *
     * @param broken hears why another one cannot
     */
    public List<OciCatalog> list(Consumer<GatewayException> broken) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(OciCatalogs::isCatalog)
                    .flatMap(file -> read(file, broken).stream())
                    .sorted(Comparator.comparing(OciCatalog::reference))
                    .toList();
        } catch (IOException e) {
            throw new ConfigException(directory + ": cannot be read: " + SafeFiles.reason(e), e);
        }
    }

    private Optional<OciCatalog> read(Path file, Consumer<GatewayException> broken) {
        try {
            return reader.apply(file).map(bytes -> OciCatalog.read(file.toString(), bytes));
        } catch (GatewayException e) {
            broken.accept(e);
            return Optional.empty();
        }
    }

    private static boolean isCatalog(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(SUFFIX) && !name.startsWith(".");
    }

    /**
     * The change puts a catalog in place of the one of its reference.
     *
     * @throws GatewayException if it is too large to be kept
     */
    public void save(Change change, OciCatalog catalog) {
        byte[] text = catalog.text().getBytes(StandardCharsets.UTF_8);
        if (text.length > Change.MAX_BYTES) {
            throw new GatewayException(
                    ErrorCode.LIMIT,
                    "catalog " + catalog.reference() + " is larger than " + Change.MAX_BYTES
                            + " bytes, and is not kept");
        }
        change.write(file(catalog.reference()), text);
    }

    /** The change removes a catalog, which must be there, and may be broken. */
    public void remove(Change change, OciReference reference) {
        Path file = file(reference);
        if (reader.apply(file).isEmpty()) {
            throw missing(reference);
        }
        change.delete(file);
    }

    /** A name that every file system takes, different for each reference also where upper and lower case are the same. */
    private Path file(OciReference reference) {
        StringBuilder name = new StringBuilder();
        for (char c : reference.toString().toCharArray()) {
            switch (c) {
                case '/' -> name.append('+');
                case ':' -> name.append('=');
                default -> name.append(Character.isUpperCase(c) ? "^" + Character.toLowerCase(c) : c);
            }
        }
        if (name.length() > LONGEST_NAME) {
            byte[] hash = Digests.sha256().digest(name.toString().getBytes(StandardCharsets.UTF_8));
            name.setLength(LONGEST_NAME - 33);
            name.append('~').append(HexFormat.of().formatHex(hash, 0, 16));
        }
        return directory.resolve(name + SUFFIX);
    }
}
