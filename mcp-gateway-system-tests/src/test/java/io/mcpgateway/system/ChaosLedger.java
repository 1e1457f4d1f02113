package io.mcpgateway.system;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What happened in a run of {@link ChaosIT}: counts, and what must not have happened. Thread-safe. */
final class ChaosLedger {
    private static final int WRONGS_KEPT = 40;

    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
    private final LongAdder wrongCount = new LongAdder();

    /** One more of these. */
    void count(String what) {
        counts.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    /** An error answer; counted by its words without what is different each time. */
    void error(String code, String message) {
        String words = message.replaceAll("c\\d+\\.[\\w.-]+", "TOKEN").replaceAll("\\d+", "N");
        errors.computeIfAbsent(code + " " + words.substring(0, Math.min(160, words.length())), key -> new LongAdder())
                .increment();
    }

    /** Something that must not be. */
    void wrong(String what) {
        wrongCount.increment();
        if (wrongs.size() < WRONGS_KEPT) {
            wrongs.add(what);
        }
    }

    long of(String what) {
        LongAdder count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    List<String> wrongs() {
        return List.copyOf(wrongs);
    }

    /** Everything as lines. */
    String report() {
        StringBuilder text = new StringBuilder();
        counts.forEach((what, count) -> text.append("  %-48s %9d%n".formatted(what, count.sum())));
        text.append("  errors by their words:%n".formatted());
        errors.entrySet().stream()
                .sorted((one, two) ->
                        Long.compare(two.getValue().sum(), one.getValue().sum()))
                .limit(25)
                .forEach(entry ->
                        text.append("  %9d  %s%n".formatted(entry.getValue().sum(), entry.getKey())));
        text.append("  wrong: %d%n".formatted(wrongCount.sum()));
        wrongs.stream()
                .limit(10)
                .forEach(wrong -> text.append("    ").append(wrong).append(System.lineSeparator()));
        return text.toString();
    }
}
