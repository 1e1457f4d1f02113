package io.mcpgateway.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What came of each feature in each cell, as a table and as a list of faults. Thread-safe; the monitor guards the state. */
final class QuadrantReport {
    private static final Path FILE = Path.of("target", "quadrants", "matrix.txt");

    private final List<QuadrantCell> cells;
    private final Map<QuadrantCell, Map<QuadrantFeature, Map<QuadrantClient, String>>> tried = new LinkedHashMap<>();

    /** What a cell comes to. */
    enum Verdict {
        PASS,
        IMPOSSIBLE,
        FAIL
    }

    QuadrantReport(List<QuadrantCell> cells) {
        this.cells = List.copyOf(cells);
        cells.forEach(cell -> tried.put(cell, new EnumMap<>(QuadrantFeature.class)));
    }

    /** What a client found wrong in a cell; an empty text for nothing. */
    synchronized void add(QuadrantCell cell, QuadrantClient client, Map<QuadrantFeature, String> faults) {
        faults.forEach((feature, fault) -> tried.get(cell)
                .computeIfAbsent(feature, key -> new EnumMap<>(QuadrantClient.class))
                .put(client, fault));
    }

    private Verdict verdict(QuadrantCell cell, QuadrantFeature feature) {
        Map<QuadrantClient, String> found = tried.get(cell).getOrDefault(feature, Map.of());
        boolean works = !found.isEmpty() && found.values().stream().allMatch(String::isEmpty);
        if (feature.impossible(cell).isPresent()) {
            // What works for somebody is not impossible.
            return found.values().stream().anyMatch(String::isEmpty) ? Verdict.FAIL : Verdict.IMPOSSIBLE;
        }
        return works ? Verdict.PASS : Verdict.FAIL;
    }

    /** All cells that fail, each with what every client found. */
    synchronized List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (QuadrantFeature feature : QuadrantFeature.values()) {
            for (QuadrantCell cell : cells) {
                if (verdict(cell, feature) == Verdict.FAIL) {
                    faults.add(
                            feature.id() + " [" + cell + "]: " + tried.get(cell).getOrDefault(feature, Map.of()));
                }
            }
        }
        return faults;
    }

    /** The table, what is impossible and why, and what the clients themselves lack. */
    synchronized String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%-62s", "client→server, upstream"));
        cells.forEach(cell -> text.append(String.format("%-12s", cell)));
        text.append('\n');
        Map<String, Set<String>> sentences = new LinkedHashMap<>();
        for (QuadrantFeature feature : QuadrantFeature.values()) {
            text.append(String.format("%-62s", feature.title()));
            for (QuadrantCell cell : cells) {
                text.append(String.format("%-12s", verdict(cell, feature)));
                feature.impossible(cell)
                        .ifPresent(sentence -> sentences
                                .computeIfAbsent(sentence, key -> new LinkedHashSet<>())
                                .add(feature.title()));
            }
            text.append('\n');
        }
        text.append("\nIMPOSSIBLE, in the words of the specification:\n");
        sentences.forEach((sentence, titles) -> text.append("  ")
                .append(String.join("; ", titles))
                .append("\n    ")
                .append(sentence)
                .append('\n'));
        text.append("\nTried with every client of the era, but for what an SDK lacks itself:\n");
        for (QuadrantClient client : QuadrantClient.values()) {
            text.append("  ")
                    .append(client)
                    .append(": ")
                    .append(client.lacks().values())
                    .append('\n');
        }
        List<String> faults = faults();
        if (!faults.isEmpty()) {
            text.append("\nFAIL:\n");
            faults.forEach(fault -> text.append("  ").append(fault).append('\n'));
        }
        return text.toString();
    }

    /** Writes it to standard error and to a file. */
    void publish() {
        String text = text();
        System.err.println(text);
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
