package io.mcpgateway.cli.console;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Finds what a mistyped word may have meant. */
public final class Suggestions {
    private Suggestions() {}

    /** {@code "; did you mean 'x' or 'y'?"}, or nothing if nothing known is near. */
    public static String didYouMean(String word, Collection<String> known) {
        int far = Math.max(2, word.length() / 3) + 1;
        List<String> near = known.stream()
                .filter(candidate -> distance(word, candidate) < far || candidate.startsWith(word))
                .sorted(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .toList();
        if (near.isEmpty()) {
            return "";
        }
        return near.stream().map(name -> "'" + name + "'").collect(Collectors.joining(" or ", "; did you mean ", "?"));
    }

    /** What is near, and then all that there is: {@code "; did you mean 'x'? There are x, y"}. */
    public static String didYouMeanOneOf(String word, Collection<String> known) {
        String near = didYouMean(word, known);
        return near + (near.isEmpty() ? "; there are " : " There are ") + String.join(", ", known);
    }

    /** Edit distance where a swap of neighbours counts as one step. */
    private static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            steps[i][0] = i;
        }
        for (int j = 0; j <= to.length(); j++) {
            steps[0][j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            for (int j = 1; j <= to.length(); j++) {
                boolean same = from.charAt(i - 1) == to.charAt(j - 1);
                int best = Math.min(steps[i - 1][j] + 1, steps[i][j - 1] + 1);
                best = Math.min(best, steps[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    best = Math.min(best, steps[i - 2][j - 2] + 1);
                }
                steps[i][j] = best;
            }
        }
        return steps[from.length()][to.length()];
    }
}
