package io.mcpgateway.upstream;

import io.mcpgateway.model.Secret;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Takes the secrets of a server out of what its workloads write for people. A secret of several lines is taken out line by
 * line. Parts that are shorter than four characters are left: they are no secret, and would be found everywhere. Immutable.
 */
public final class Redaction {
    /** For a server without secrets. */
    static final Redaction NONE = new Redaction(List.of());

    private static final int SHORTEST = 4;
    private static final String MARK = "***";

    /** The longest first, so that one secret that begins with another is taken out whole. */
    private final List<String> secrets;

    private Redaction(List<String> secrets) {
        this.secrets = secrets;
    }

    /** Takes out these. */
    public static Redaction of(Collection<Secret> secrets) {
        List<String> parts = secrets.stream()
                .flatMap(secret -> secret.reveal().lines())
                .map(String::strip)
                .filter(part -> part.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        return parts.isEmpty() ? NONE : new Redaction(parts);
    }

    /** The text without them. */
    String apply(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, MARK);
        }
        return clean;
    }

    /** The text without them, and without what a secret at its end would begin with, for text that was cut there. */
    String applyToCut(String text) {
        String clean = apply(text);
        for (String secret : secrets) {
            for (int length = Math.min(secret.length() - 1, clean.length()); length > 0; length--) {
                if (clean.regionMatches(clean.length() - length, secret, 0, length)) {
                    clean = clean.substring(0, clean.length() - length) + MARK;
                    break;
                }
            }
        }
        return clean;
    }

    /** Not the secrets. */
    @Override
    public String toString() {
        return "Redaction[" + secrets.size() + "]";
    }
}
