package io.mcpgateway.signatures;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.oci.OciManifest;
import io.mcpgateway.oci.OciReference;
import io.mcpgateway.oci.OciRegistry;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ImageVerifier;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Verifies images by the signatures that registries have for them. Of several rules that fit an image, the one counts that
 * says most of its name. A good verdict is kept in {@code cache/verdicts} of the home, and holds without a network. Owns no
 * state but those files; thread-safe; blocks.
 */
public final class SignedImages implements ImageVerifier {
    private static final int MOST_REASONS = 3;

    private final List<TrustRule> rules;
    private final OciRegistry registry;
    private final VerdictCache verdicts;
    private final EventSink events;

    private SignedImages(List<TrustRule> rules, OciRegistry registry, VerdictCache verdicts, EventSink events) {
        this.rules = rules;
        this.registry = registry;
        this.verdicts = verdicts;
        this.events = events;
    }

    /**
     * A verifier.
     *
     * @param rules who may vouch for what
     * @param registry how registries are reached
     * @param home the gateway's home
     * @param events takes what the operator should know
     * @throws ConfigException if two rules are for the same images
     */
    public static SignedImages create(Collection<TrustRule> rules, OciRegistry registry, Path home, EventSink events) {
        List<TrustRule> mostSaidFirst = rules.stream()
                .sorted(Comparator.comparingInt(
                                (TrustRule rule) -> rule.images().length())
                        .reversed())
                .toList();
        if (mostSaidFirst.stream().map(TrustRule::images).distinct().count() < mostSaidFirst.size()) {
            throw new ConfigException("two rules for signatures are for the same images: "
                    + mostSaidFirst.stream().map(TrustRule::images).collect(Collectors.joining(", ")));
        }
        Path cache = requireNonNull(home, "home").resolve("cache").resolve("verdicts");
        return new SignedImages(
                mostSaidFirst,
                requireNonNull(registry, "registry"),
                new VerdictCache(cache, Clock.systemUTC(), events),
                requireNonNull(events, "events"));
    }

    private Optional<TrustRule> rule(OciReference image) {
        return rules.stream().filter(rule -> rule.covers(image)).findFirst();
    }

    @Override
    public boolean covers(String image) {
        return rule(OciReference.parse(image)).isPresent();
    }

    @Override
    public String resolve(String image) {
        OciReference reference = OciReference.parse(image);
        return registry.open(reference, "cannot find out which image '" + reference + "' is, to verify it")
                .manifest(reference.version())
                .map(OciManifest::digest)
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.NOT_FOUND,
                        "There is no image '" + reference + "' at " + reference.registry()
                                + "; correct the reference, or push the image"));
    }

    @Override
    public void verify(String image, String digest) {
        OciReference reference = OciReference.parse(image);
        if (!OciReference.isDigest(digest)) {
            throw new GatewayException(
                    ErrorCode.DENIED, "Image '" + reference + "' has no SHA-256 digest, and only such are verified");
        }
        TrustRule rule = rule(reference)
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.DENIED, "No rule says who may vouch for image '" + reference + "'"));
        for (Authority authority : rule.authorities()) {
            if (verdicts.holds(authority, digest)) {
                tell("Image was verified before", reference, digest, authority);
                return;
            }
        }
        fromRegistry(reference, digest, rule);
    }

    private void fromRegistry(OciReference image, String digest, TrustRule rule) {
        List<String> objections = new ArrayList<>();
        OciReference place = rule.signaturesOf(image, digest);
        String where = place.registry() + "/" + place.repository();
        SignatureSource source;
        boolean good;
        try {
            source = new SignatureSource(
                    registry.open(place, "cannot look for signatures of '" + image + "'"), digest, objections::add);
            good = source.anyMatch(claim -> isGood(claim, image, digest, rule, objections));
        } catch (GatewayException e) {
            throw new GatewayException(
                    e.code(),
                    "Cannot verify image '%s' (%s), which is not started: %s. No earlier verdict on these bytes is kept; connect to %s and try again"
                            .formatted(image, digest, e.getMessage(), where),
                    e);
        }
        if (!good) {
            throw refused(image, digest, rule, where, source.seen(), objections);
        }
    }

    private boolean isGood(Claim claim, OciReference image, String digest, TrustRule rule, List<String> objections) {
        for (Authority authority : rule.authorities()) {
            Optional<String> objection = claim.objection(authority, digest);
            if (objection.isEmpty()) {
                verdicts.keep(authority, digest);
                tell("Image is signed", image, digest, authority);
                return true;
            }
            objections.add(objection.get());
        }
        return false;
    }

    private void tell(String what, OciReference image, String digest, Authority authority) {
        events.event(
                EventSink.Level.DEBUG,
                what,
                Map.of("image", image.toString(), "digest", digest, "by", authority.toString()));
    }

    private static GatewayException refused(
            OciReference image, String digest, TrustRule rule, String where, int seen, List<String> objections) {
        String found = seen == 0
                ? "there is no signature of it"
                : objections.stream().limit(MOST_REASONS).collect(Collectors.joining("; "))
                        + (objections.size() > MOST_REASONS
                                ? "; and " + (objections.size() - MOST_REASONS) + " more"
                                : "");
        String who = rule.authorities().stream().map(Authority::toString).collect(Collectors.joining(" or "));
        return new GatewayException(
                ErrorCode.DENIED,
                "Image '%s' (%s) is not started: a signature of %s is expected in %s, and %s. Have it signed, correct the rule for '%s', or run without --verify-signatures"
                        .formatted(image, digest, who, where, found, rule.images()));
    }
}
