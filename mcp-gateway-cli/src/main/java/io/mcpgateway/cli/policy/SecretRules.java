package io.mcpgateway.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rules such as {@code github.token allows github}, a line each; empty lines and lines that begin with {@code #} say nothing.
 * The text is kept as it was given, as {@code secretRules} in {@code policy.yaml}; what else is there stays. Stateless.
 */
public final class SecretRules {
    private static final String MEMBER = "secretRules";
    private static final Pattern RULE = Pattern.compile("\\S+[ \\t]+allows[ \\t]+\\S+");

    private SecretRules() {}

    private static Path file(Path home) {
        return home.resolve("policy.yaml");
    }

    /** The rules as they were given; empty if there are none. */
    public static String read(Path home) {
        Path file = file(home);
        String text = SafeFiles.read(file, Change.MAX_BYTES)
                .map(bytes -> YamlReader.decode(file.toString(), bytes))
                .orElse("");
        JsonNode rules = new YamlEditor(file.toString()).read(text).path(MEMBER);
        if (!rules.isMissingNode() && !rules.isNull() && !rules.isTextual()) {
            throw new ConfigException(file + ": '" + MEMBER + "' is no text");
        }
        return rules.asText("");
    }

    /**
     * Plans to keep these rules instead of what there was.
     *
     * @param source the name of the text in errors
     * @throws ConfigException if a line is no rule; nothing is planned then
     */
    public static void write(Path home, String source, String rules, Change change) {
        check(source, rules);
        Path file = file(home);
        YamlEditor editor = new YamlEditor(file.toString());
        String text = change.text(file);
        change.write(
                file,
                rules.isEmpty()
                        ? editor.remove(text, List.of(MEMBER))
                        : editor.set(text, List.of(MEMBER), TextNode.valueOf(rules)));
    }

    private static void check(String source, String rules) {
        List<String> lines = rules.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#") && !RULE.matcher(line).matches()) {
                throw new ConfigException(
                        source + ":" + (i + 1) + ": is no rule of the form 'SECRET allows TARGET'; nothing is changed");
            }
        }
    }
}
