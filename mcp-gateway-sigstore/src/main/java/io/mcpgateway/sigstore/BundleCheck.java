package io.mcpgateway.sigstore;

import dev.sigstore.KeylessVerificationException;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.VerificationOptions;
import dev.sigstore.VerificationOptions.CertificateMatcher;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.bundle.BundleParseException;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.strings.RegexSyntaxException;
import dev.sigstore.strings.StringMatcher;
import io.mcpgateway.signatures.IdentityVerifier;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds one bundle after the other against the authorities: certificate chain, log of certificates, identity, signature,
 * entry in the transparency log with its proof; and the time of signing, which the library leaves open where a bundle has no
 * time stamp. Thread-safe.
 */
final class BundleCheck implements IdentityVerifier.Authorities {
    private static final int LONGEST = 200;

    private final KeylessVerifier verifier;

    BundleCheck(KeylessVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public Optional<String> objection(byte[] bundle, String digest, String issuer, String subject) {
        if (bundle.length == 0) {
            return Optional.of("it is of the older form, which has no proof that it is in a log");
        }
        try {
            Bundle read = Bundle.from(new StringReader(new String(bundle, StandardCharsets.UTF_8)));
            if (read.getEntries().size() != 1) {
                return Optional.of(
                        "it has not one entry of a log but " + read.getEntries().size());
            }
            verifier.verify(
                    HexFormat.of().parseHex(digest.substring("sha256:".length())),
                    read,
                    VerificationOptions.builder()
                            .addCertificateMatchers(identity(issuer, subject))
                            .build());
            return untimely(read);
        } catch (KeylessVerificationException | BundleParseException | RegexSyntaxException | RuntimeException e) {
            // Foreign bytes: the library throws unchecked exceptions, too, for what is no certificate or no base64.
            return Optional.of(reason(e));
        }
    }

    private static CertificateMatcher identity(String issuer, String subject) throws RegexSyntaxException {
        StringMatcher name = subject.endsWith("*")
                ? StringMatcher.regex(Pattern.quote(subject.substring(0, subject.length() - 1)) + ".*")
                : StringMatcher.string(subject);
        return CertificateMatcher.fulcio()
                .issuer(StringMatcher.string(issuer))
                .subjectAlternativeName(name)
                .build();
    }

    /** A certificate is good for minutes: the log or a time stamp must say that it was used in them. */
    private static Optional<String> untimely(Bundle bundle) {
        RekorEntry entry = bundle.getEntries().get(0);
        String promise = entry.getVerification().getSignedEntryTimestamp();
        if (promise == null || promise.isEmpty()) {
            return bundle.getTimestamps().isEmpty()
                    ? Optional.of("nobody says when it was made")
                    : Optional.empty(); // verified, and held against the certificate
        }
        X509Certificate certificate =
                (X509Certificate) bundle.getCertPath().getCertificates().get(0);
        Instant logged = entry.getIntegratedTimeInstant();
        boolean inTime = !logged.isBefore(certificate.getNotBefore().toInstant())
                && !logged.isAfter(certificate.getNotAfter().toInstant());
        return inTime ? Optional.empty() : Optional.of("it was logged when its certificate was not valid");
    }

    /** The message of a failure on one line, of bounded length. */
    static String reason(Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String line = message.replaceAll("[\\p{Cc}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
