package io.mcpgateway.cli.oci;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.oci.OciReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What was ever pulled, and when for the first time: {@code oci-catalogs/.pulled.json}. A catalog that was removed after
 * that stays removed for those who want it {@code initial}-ly. Stateless.
 */
public final class PullRecords {
    private PullRecords() {}

    private static Path file(Path home) {
        return home.resolve("oci-catalogs").resolve(".pulled.json");
    }

    /** Whether a catalog has been pulled, under whichever spelling of its reference. */
    public static boolean contains(Path home, OciReference reference) {
        return read(home, SafeFiles.read(file(home), Change.MAX_BYTES)).has(reference.toString());
    }

    /** The change writes down that a catalog was pulled. */
    public static void add(Path home, Change change, OciReference reference, Instant when) {
        ObjectNode records = read(home, change.read(file(home)));
        if (!records.has(reference.toString())) {
            records.put(
                    reference.toString(), when.truncatedTo(ChronoUnit.SECONDS).toString());
            change.write(file(home), (Json.indented(records) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static ObjectNode read(Path home, Optional<byte[]> bytes) {
        return bytes.map(text -> ArtifactJson.parse(file(home).toString(), text))
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }
}
