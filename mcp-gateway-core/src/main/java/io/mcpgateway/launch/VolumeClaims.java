package io.mcpgateway.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which server first used each named volume, in a file that all gateways of one home share. Thread-safe, also against other
 * processes.
 */
final class VolumeClaims {
    private static final int MAX_BYTES = 4 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    VolumeClaims(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** The owners of those volumes that belong to other servers and are not granted, by volume. */
    Map<String, String> others(String server, Set<String> volumes, Set<String> granted) {
        return others(read(), server, volumes, granted);
    }

    /**
     * Claims those volumes that nobody owns yet.
     *
     * @return the owners of those that belong to other servers, by volume; nothing is claimed if there are any but the
     *     granted
     */
    Map<String, String> claim(String server, Set<String> volumes, Set<String> granted) {
        Map<String, String> known = read();
        if (known.keySet().containsAll(volumes)) {
            return others(known, server, volumes, granted);
        }
        return SafeFiles.<Map<String, String>>locked(file, () -> {
            Map<String, String> owners = read();
            Map<String, String> others = others(owners, server, volumes, granted);
            if (others.isEmpty()) {
                volumes.forEach(volume -> owners.putIfAbsent(volume, server));
                write(owners);
            }
            return others;
        });
    }

    private static Map<String, String> others(
            Map<String, String> owners, String server, Set<String> volumes, Set<String> granted) {
        Map<String, String> others = new LinkedHashMap<>();
        for (String volume : volumes) {
            String owner = owners.getOrDefault(volume, server);
            if (!owner.equals(server) && !granted.contains(volume)) {
                others.put(volume, owner);
            }
        }
        return others;
    }

    private Map<String, String> read() {
        Optional<byte[]> bytes = SafeFiles.read(file, MAX_BYTES);
        if (bytes.isEmpty()) {
            return new TreeMap<>();
        }
        try {
            Map<String, String> owners = new TreeMap<>();
            JSON.readTree(bytes.get())
                    .properties()
                    .forEach(
                            owner -> owners.put(owner.getKey(), owner.getValue().asText()));
            return owners;
        } catch (IOException e) {
            throw new ConfigException(
                    file + ": broken, so that it is not known which server owns which volume; repair or delete it", e);
        }
    }

    private void write(Map<String, String> owners) {
        try {
            SafeFiles.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(owners));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of texts can always be written", e);
        }
    }
}
