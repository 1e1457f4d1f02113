package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of the tables in {@code docs/network.md} of what is reached and what is not, cell by cell. Immutable. */
final class NetworkTable {
    private final Map<String, Map<String, String>> rows;

    private NetworkTable(Map<String, Map<String, String>> rows) {
        this.rows = rows;
    }

    /** The table with these columns. */
    static NetworkTable read(List<String> columns) throws IOException {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Requirements.ROOT.resolve("docs/network.md"))) {
            List<String> cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            if (cells.size() < 3) {
                inside = false;
            } else if (cells.subList(2, cells.size() - 1).equals(columns)) {
                inside = true;
            } else if (inside && !cells.get(1).startsWith("-")) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    row.put(columns.get(i), cells.get(i + 2));
                }
                rows.put(cells.get(1), row);
            }
        }
        return new NetworkTable(rows);
    }

    /** What is tried, in order. */
    Set<String> rows() {
        return rows.keySet();
    }

    /** One line for each cell, with what the server says of it, so that a wrong one explains itself. */
    static List<String> cells(Map<String, Map<String, JsonNode>> tried) {
        List<String> cells = new ArrayList<>();
        tried.forEach((column, results) -> results.forEach((row, result) ->
                cells.add(line(column, row, result.path("reached").asBoolean() ? "reached" : "refused", result))));
        cells.sort(null);
        return cells;
    }

    /** The same lines as they are documented. */
    List<String> cellsOf(Map<String, Map<String, JsonNode>> tried) {
        List<String> cells = new ArrayList<>();
        tried.forEach((column, results) -> results.forEach((row, result) ->
                cells.add(line(column, row, String.valueOf(rows.get(row).get(column)), result))));
        cells.sort(null);
        return cells;
    }

    private static String line(String column, String row, String cell, JsonNode result) {
        return column + " | " + row + " | " + cell + " (" + result.path("how").asText() + ")";
    }
}
