package io.mcpgateway.cli.catalog;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.oci.OciReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which kind of catalog an argument names. A key of {@code catalog.json}, and what has no {@code /}, {@code :} and
 * {@code @}, is a catalog that is a file; anything else is an OCI reference. Stateless.
 */
final class CatalogKind {
    private CatalogKind() {}

    /**
     * The reference of an OCI catalog; empty if the argument names a file catalog.
     *
     * @throws ConfigException if it is neither
     */
    static Optional<OciReference> oci(Path home, String argument) {
        return isFile(home, argument) ? Optional.empty() : Optional.of(OciReference.parse(argument));
    }

    /** Like {@link #oci}, where catalogs may also be files anywhere, and URLs. */
    static Optional<OciReference> ociOrPath(Path home, String argument) {
        boolean path = argument.startsWith(".")
                || argument.startsWith("/")
                || argument.startsWith("~")
                || argument.contains("\\")
                || argument.contains("://")
                || argument.matches("(?i).*\\.(yaml|yml|json)");
        return path || isRegularFile(argument) ? Optional.empty() : oci(home, argument);
    }

    private static boolean isRegularFile(String argument) {
        try {
            return Files.isRegularFile(Path.of(argument));
        } catch (java.nio.file.InvalidPathException e) {
            return false;
        }
    }

    /**
     * The reference of an OCI catalog.
     *
     * @throws GatewayException if it is a file catalog's name
     */
    static OciReference requireOci(Path home, String argument) {
        if (CatalogIndex.of(home).find(argument).isPresent()) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION,
                    "catalog " + argument + " is a file; 'catalog create REFERENCE --from-legacy-catalog " + argument
                            + "' makes an OCI catalog of it");
        }
        return OciReference.parse(argument);
    }

    private static boolean isFile(Path home, String argument) {
        return argument.chars().noneMatch(c -> c == '/' || c == ':' || c == '@')
                || CatalogIndex.of(home).find(argument).isPresent();
    }
}
