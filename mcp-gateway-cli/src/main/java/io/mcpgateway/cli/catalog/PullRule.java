package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.assembly.Durations;
import io.mcpgateway.model.ConfigException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When {@code catalog show --pull} pulls: {@code PART+PART…}, where a part is a word, a word and an age ({@code exists@6h}),
 * or an age alone. One part that says so is enough. Immutable.
 */
final class PullRule {
    private static final Duration OLDEST = Duration.ofDays(3_650);

    private final List<Part> parts;

    private PullRule(List<Part> parts) {
        this.parts = parts;
    }

    /** When a part says so. */
    private enum Word {
        MISSING,
        NEVER,
        ALWAYS,
        INITIAL,
        EXISTS;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Word> of(String text) {
            return Stream.of(values()).filter(word -> word.text().equals(text)).findFirst();
        }
    }

    /** A word, and how old a catalog must be for it. */
    private record Part(Word word, Optional<Duration> age) {}

    /**
     * Reads what the user wrote after the flag.
     *
     * @throws ConfigException if it is no rule
     */
    static PullRule parse(String text) {
        List<Part> parts = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : text.strip().split("\\+", -1)) {
            parts.add(part(part));
        }
        return new PullRule(List.copyOf(parts));
    }

    private static Part part(String text) {
        int at = text.indexOf('@');
        String first = at < 0 ? text : text.substring(0, at);
        Optional<Word> word = Word.of(first);
        if (at >= 0 || text.isEmpty() || Character.isLetter(text.charAt(0))) {
            return new Part(
                    word.orElseThrow(() -> new ConfigException("invalid pull option " + first + ": should be "
                            + Stream.of(Word.values()).map(Word::text).collect(Collectors.joining(", "))
                            + ", or an age such as 6h or 1d")),
                    at < 0 ? Optional.empty() : Optional.of(age(text.substring(at + 1))));
        }
        // An age alone: whatever is missing or older.
        return new Part(Word.ALWAYS, Optional.of(age(text)));
    }

    private static Duration age(String text) {
        if (text.startsWith("-")) {
            throw new ConfigException("duration " + text + " must be positive");
        }
        return Durations.parse("--pull", text, OLDEST);
    }

    /** Whether a catalog that is not there is pulled. */
    boolean pullsMissing(boolean pulledBefore) {
        return parts.stream().anyMatch(part -> switch (part.word) {
            case MISSING, ALWAYS -> true;
            case INITIAL -> !pulledBefore;
            case NEVER, EXISTS -> false;
        });
    }

    /**
     * Whether a catalog that is there is pulled again.
     *
     * @param updated when it was pulled or changed; empty if nobody knows, which is long ago
     */
    boolean pullsPresent(Optional<Instant> updated, Instant now) {
        return parts.stream().anyMatch(part -> {
            boolean old = part.age
                    .map(age -> updated.map(at -> at.plus(age).isBefore(now)).orElse(true))
                    .orElse(true);
            return (part.word == Word.ALWAYS || part.word == Word.EXISTS) && old;
        });
    }
}
