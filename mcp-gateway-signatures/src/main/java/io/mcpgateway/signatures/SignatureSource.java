package io.mcpgateway.signatures;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.oci.OciContent;
import io.mcpgateway.oci.OciManifest;
import io.mcpgateway.oci.OciRepository;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Goes through what a repository has as signatures of a digest, first those under the tag {@code sha256-….sig}, then bundles
 * that refer to it. What is broken is told and passed, so that nobody can block an image with a bad signature. Confined to one
 * thread.
 */
final class SignatureSource {
    /** The most signatures that are looked at. */
    static final int MOST = 64;

    private static final long LARGEST = 1 << 20;

    private final OciRepository repository;
    private final String digest;
    private final Consumer<String> broken;
    private int seen;

    /**
     * A source.
     *
     * @param broken hears of what cannot be read
     */
    SignatureSource(OciRepository repository, String digest, Consumer<String> broken) {
        this.repository = repository;
        this.digest = digest;
        this.broken = broken;
    }

    /**
     * Hands on one claim after the other until one is taken.
     *
     * @return whether one was
     * @throws GatewayException if the repository cannot be asked for what it has
     */
    boolean anyMatch(Predicate<Claim> taken) {
        return anyLayer(taken) || anyBundle(taken);
    }

    /** How many signatures there were. */
    int seen() {
        return seen;
    }

    private boolean anyLayer(Predicate<Claim> taken) {
        List<OciContent> layers = repository
                .manifest(digest.replace(':', '-') + ".sig")
                .map(OciManifest::layers)
                .orElse(List.of());
        return layers.stream()
                .filter(SimpleSigning::isSignature)
                .limit(MOST)
                .map(layer -> claim(name -> SimpleSigning.claim(name, layer, repository.blob(layer, LARGEST))))
                .flatMap(Optional::stream)
                .anyMatch(taken);
    }

    private boolean anyBundle(Predicate<Claim> taken) {
        return repository.referrers(digest).stream()
                .filter(Bundles::isBundle)
                .limit(MOST)
                .map(referrer -> claim(name -> Bundles.claim(name, bundle(referrer))))
                .flatMap(Optional::stream)
                .anyMatch(taken);
    }

    private byte[] bundle(OciContent referrer) {
        OciContent layer = repository.manifest(referrer.digest()).map(OciManifest::layers).orElse(List.of()).stream()
                .filter(Bundles::isBundle)
                .findFirst()
                .orElseThrow(() ->
                        new GatewayException(ErrorCode.NOT_FOUND, "the bundle " + referrer.digest() + " is not there"));
        return repository.blob(layer, LARGEST);
    }

    private Optional<Claim> claim(Reading reading) {
        String name = "signature " + ++seen;
        try {
            return Optional.of(reading.read(name));
        } catch (GatewayException e) {
            broken.accept(name + " cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface Reading {
        Claim read(String name);
    }
}
