package io.mcpgateway.cli.assembly;

import io.mcpgateway.model.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that say which images may be started, by who signed them. Set by picocli; not thread-safe. */
final class SignatureFlags {
    /** The file in the home that says the same at greater length. */
    static final String FILE = "signatures.yaml";

    @Option(
            names = "--verify-signatures",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description =
                    "Start images of mcp/ only if Docker signed them, and others only if those did whom signatures.yaml"
                            + " in the home and --verify-key name (false; true if there is such a file or flag)")
    private @Nullable Boolean verify;

    @Option(
            names = "--verify-key",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "IMAGES=FILE,…",
            description =
                    "Images whose names begin so are started only if they are signed with the key in this PEM file;"
                            + " such as ghcr.io/acme/=cosign.pub")
    private List<String> keys = List.of();

    /** Whether images are verified: as the flag says, else if there is anything to verify them by but Docker's key. */
    boolean isOn(Path home) {
        Boolean said = verify;
        boolean named = !keys().isEmpty() || Files.exists(home.resolve(FILE));
        return said == null ? named : said;
    }

    /**
     * The files of keys, by the images that they are for.
     *
     * @throws ConfigException if a value is no such pair, or the flags contradict each other
     */
    Map<String, List<String>> keys() {
        Map<String, List<String>> files = new LinkedHashMap<>();
        for (String pair : GatewayFlags.filled(keys)) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || equals == pair.length() - 1) {
                throw new ConfigException("--verify-key: '" + pair + "' is not IMAGES=FILE");
            }
            files.computeIfAbsent(pair.substring(0, equals), images -> new ArrayList<>())
                    .add(pair.substring(equals + 1));
        }
        if (!files.isEmpty() && verify != null && !verify) {
            throw new ConfigException("--verify-key and --verify-signatures=false contradict each other");
        }
        return files;
    }
}
