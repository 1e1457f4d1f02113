package io.mcpgateway.cli.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Shows changes of files as unified diffs. Stateless. */
final class Diff {
    private static final int CONTEXT = 3;
    /** Above this many lines on both sides together nothing is compared line by line: all is shown as replaced. */
    private static final int MOST = 4_000;

    /** Logins in Docker's settings, which stand beside what is changed there. */
    private static final Pattern LOGIN =
            Pattern.compile("(\"(?:auth|password|identitytoken|registrytoken)\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*\"");

    private Diff() {}

    /** One step from the old lines to the new ones. */
    private record Step(char mark, String line) {}

    static String of(List<Change.Edit> edits) {
        StringBuilder text = new StringBuilder();
        for (Change.Edit edit : edits) {
            text.append("--- ")
                    .append(edit.before() == null ? "/dev/null" : edit.file())
                    .append('\n');
            text.append("+++ ")
                    .append(edit.after() == null ? "/dev/null" : edit.file())
                    .append('\n');
            hunks(steps(lines(edit.before()), lines(edit.after())), text);
        }
        return text.toString();
    }

    private static List<String> lines(byte @Nullable [] content) {
        if (content == null || content.length == 0) {
            return List.of();
        }
        String text = new String(content, StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (text.endsWith("\n")) {
            lines.remove(lines.size() - 1);
        } else {
            lines.set(lines.size() - 1, lines.get(lines.size() - 1) + "\n\\ No newline at end of file");
        }
        return lines;
    }

    private static List<Step> steps(List<String> before, List<String> after) {
        int head = 0;
        while (head < Math.min(before.size(), after.size()) && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(before.size(), after.size()) - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        List<Step> steps = new ArrayList<>();
        before.subList(0, head).forEach(line -> steps.add(new Step(' ', line)));
        middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail), steps);
        before.subList(before.size() - tail, before.size()).forEach(line -> steps.add(new Step(' ', line)));
        return steps;
    }

    private static void middle(List<String> before, List<String> after, List<Step> steps) {
        if (before.size() + after.size() > MOST) {
            before.forEach(line -> steps.add(new Step('-', line)));
            after.forEach(line -> steps.add(new Step('+', line)));
            return;
        }
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                steps.add(new Step(' ', before.get(i++)));
                j++;
            } else if (i < before.size() && (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
                steps.add(new Step('-', before.get(i++)));
            } else {
                steps.add(new Step('+', after.get(j++)));
            }
        }
    }

    private static void hunks(List<Step> steps, StringBuilder text) {
        int at = 0;
        int before = 1;
        int after = 1;
        while (at < steps.size()) {
            int first = at;
            while (first < steps.size() && steps.get(first).mark == ' ') {
                first++;
            }
            if (first == steps.size()) {
                return;
            }
            int start = Math.max(at, first - CONTEXT);
            before += start - at;
            after += start - at;
            int end = endOfHunk(steps, first);
            long removed = steps.subList(start, end).stream()
                    .filter(step -> step.mark != '+')
                    .count();
            long added = steps.subList(start, end).stream()
                    .filter(step -> step.mark != '-')
                    .count();
            text.append("@@ -")
                    .append(removed == 0 ? before - 1 : before)
                    .append(',')
                    .append(removed);
            text.append(" +")
                    .append(added == 0 ? after - 1 : after)
                    .append(',')
                    .append(added)
                    .append(" @@\n");
            steps.subList(start, end)
                    .forEach(step -> text.append(step.mark)
                            .append(LOGIN.matcher(step.line).replaceAll("$1\"***\""))
                            .append('\n'));
            before += (int) removed;
            after += (int) added;
            at = end;
        }
    }

    /** After the last change that has no more than twice the context between it and the one before. */
    private static int endOfHunk(List<Step> steps, int first) {
        int last = first;
        for (int i = first; i < steps.size() && i - last <= 2 * CONTEXT; i++) {
            if (steps.get(i).mark != ' ') {
                last = i;
            }
        }
        return Math.min(steps.size(), last + 1 + CONTEXT);
    }
}
