package io.mcpgateway.examples.runtime;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where images are: {@code name:tag} is the directory {@code root/name/tag}; without a tag it is {@code latest}. */
final class ImageDirectories {
    /** The executable file that an image is run by. */
    static final String PROGRAM = "run";

    private final Path root;

    ImageDirectories(Path root) {
        this.root = root;
    }

    /** The directory of an image, with {@link #PROGRAM} in it, or an error that says where it was looked for. */
    Path directory(String reference) {
        if (!reference.matches("[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*(:[A-Za-z0-9][A-Za-z0-9._-]*)?")) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION,
                    "'%s' is not an image of the directory runtime; images are called name:tag".formatted(reference));
        }
        int colon = reference.indexOf(':');
        Path directory = colon < 0
                ? root.resolve(reference).resolve("latest")
                : root.resolve(reference.substring(0, colon)).resolve(reference.substring(colon + 1));
        Path program = directory.resolve(PROGRAM);
        if (!Files.isExecutable(program)) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE,
                    "There is no image '%s': %s is not an executable file".formatted(reference, program));
        }
        return directory;
    }

    /** The same files have the same id, as the gateway's caches expect. */
    ImageFacts facts(String reference) {
        Path directory = directory(reference);
        try (Stream<Path> files = Files.walk(directory);
                DigestOutputStream digest =
                        new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
            for (Path file : sorted) {
                String entry = directory.relativize(file) + "\0" + Files.size(file) + "\0";
                digest.write(entry.getBytes(StandardCharsets.UTF_8));
                try (InputStream in = Files.newInputStream(file)) {
                    in.transferTo(digest);
                }
            }
            return new ImageFacts(
                    reference,
                    "sha256:"
                            + HexFormat.of().formatHex(digest.getMessageDigest().digest()),
                    Map.of());
        } catch (IOException e) {
            throw new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "Cannot read image '" + reference + "'", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
