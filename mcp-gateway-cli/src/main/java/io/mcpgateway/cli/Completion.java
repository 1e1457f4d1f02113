package io.mcpgateway.cli;

import io.mcpgateway.cli.completion.Names;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.files.HomePaths;
import io.mcpgateway.model.GatewayException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code __complete WORD…}: what the last word may become, a line each with a tabulator before its description, and a last
 * line {@code :4}, or {@code :0} if it may be a file as well. The docker client asks its plugins in just this way.
 */
final class Completion {
    /** The word that asks for it. Picocli never sees it, nor what follows. */
    static final String WORD = "__complete";

    private static final String HOME = "--home";

    private final Session session;
    private final Node root;

    Completion(Session session, Node root) {
        this.session = session;
        this.root = root;
    }

    /** What is possible. */
    private record Possible(Map<String, String> candidates, boolean files) {}

    /** Answers for these words, the last of which may be a part of one. */
    int answer(List<String> words) {
        PrintStream out = session.console().out();
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        Possible possible;
        try {
            possible = possible(words.subList(0, Math.max(0, words.size() - 1)), last);
        } catch (GatewayException e) {
            // A broken file is no reason to disturb somebody who is typing; the command itself will tell.
            possible = new Possible(Map.of(), false);
        }
        possible.candidates.forEach((name, description) -> {
            // A name that a terminal would obey is none that anybody types.
            if (name.startsWith(last) && name.chars().noneMatch(Character::isISOControl)) {
                String text = Table.plain(description);
                out.println(text.isEmpty() ? name : name + "\t" + text);
            }
        });
        out.println(possible.files ? ":0" : ":4");
        return 0;
    }

    private Possible possible(List<String> before, String last) {
        Node node = root;
        CommandSpec spec = root.whole();
        Map<String, OptionSpec> options = new TreeMap<>(spec.optionsMap());
        Map<String, String> used = new LinkedHashMap<>();
        for (int i = 0; i < before.size(); i++) {
            String word = before.get(i);
            OptionSpec option = options.get(word);
            if (option != null && option.arity().min() > 0) {
                if (i + 1 == before.size()) {
                    return value(option, node, List.copyOf(used.keySet()));
                }
                i++;
                home(word, before.get(i));
                continue;
            }
            Optional<Node> child = node.child(word);
            if (child.isPresent()) {
                node = child.get();
                spec = node.whole();
                options.putAll(spec.optionsMap());
            } else if (word.startsWith(HOME + "=")) {
                home(HOME, word.substring(HOME.length() + 1));
            } else if (!word.startsWith("-")) {
                used.put(word, "");
            }
        }
        if (last.startsWith("-")) {
            return new Possible(names(options), false);
        }
        if (!node.children().isEmpty()) {
            return new Possible(node.visible(), false);
        }
        Map<String, String> candidates =
                new TreeMap<>(node.completions(new Names(session), List.copyOf(used.keySet())));
        candidates.keySet().removeAll(used.keySet());
        return new Possible(
                candidates, candidates.isEmpty() && !spec.positionalParameters().isEmpty());
    }

    /** Names are looked for where the command will look for them. */
    private void home(String option, String value) {
        if (option.equals(HOME)) {
            session.home(HomePaths.path(value));
        }
    }

    private static Map<String, String> names(Map<String, OptionSpec> options) {
        Map<String, String> names = new TreeMap<>();
        options.forEach((name, option) -> {
            if (!option.hidden() && name.startsWith("--")) {
                names.put(name, option.description().length == 0 ? "" : option.description()[0]);
            }
        });
        return names;
    }

    private Possible value(OptionSpec option, Node node, List<String> before) {
        Optional<Map<String, String>> own = node.completions(option.longestName(), new Names(session), before);
        if (own.isPresent()) {
            return new Possible(new TreeMap<>(own.get()), false);
        }
        return switch (option.longestName()) {
            case "--servers", "--server", "--allow-process" -> new Possible(new Names(session).servers(), false);
            case "--profile" -> new Possible(new Names(session).profiles(), false);
            case "--tools" -> new Possible(new Names(session).tools(), false);
            default -> {
                String label = option.paramLabel();
                Map<String, String> words = new LinkedHashMap<>();
                if (label.matches("[a-z]+(\\|[a-z]+)+")) {
                    List.of(label.split("\\|")).forEach(word -> words.put(word, ""));
                }
                yield new Possible(words, words.isEmpty());
            }
        };
    }
}
