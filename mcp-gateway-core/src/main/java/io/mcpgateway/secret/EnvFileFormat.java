package io.mcpgateway.secret;

import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import java.util.Map;
import java.util.TreeMap;

/**
 * The format of {@code .env} files, whose keys are names of secrets and not of variables: one {@code NAME=VALUE} a line,
 * split at the first {@code =}; lines that start with {@code #} and blank lines do not count; values are taken as they are,
 * without quotes or escapes, but for blanks at the end of the line. The last of two lines with one name counts.
 */
final class EnvFileFormat {
    private EnvFileFormat() {}

    /**
     * Reads such a file.
     *
     * @throws ConfigException if a line has no {@code =}, or the bytes are not UTF-8; the message never holds the line
     */
    static Map<String, Secret> parse(String source, byte[] utf8) {
        return parse(source, YamlReader.decode(source, utf8));
    }

    private static Map<String, Secret> parse(String source, String text) {
        Map<String, Secret> secrets = new TreeMap<>();
        String[] lines = text.split("\r\n|\n|\r", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("#") || lines[i].isBlank()) {
                continue;
            }
            String line = lines[i].strip();
            int split = line.indexOf('=');
            if (split < 0) {
                throw new ConfigException(source + ":" + (i + 1) + ":1: a line is NAME=VALUE, and this one has no '='");
            }
            secrets.put(line.substring(0, split).strip(), Secret.of(line.substring(split + 1)));
        }
        return secrets;
    }

    /**
     * The text with a secret, in place of the earlier ones of that name; the other lines stay as they are.
     *
     * @throws ConfigException if the value cannot be written in this format
     */
    static String with(String source, String text, String name, Secret secret) {
        String value = secret.reveal();
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || !value.equals(value.stripTrailing())) {
            throw new ConfigException(source + ": the value of '" + name
                    + "' cannot be kept in an .env file: it has line breaks, or blanks at its end");
        }
        String lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
        String rest = without(source, text, name);
        String end = rest.isEmpty() || rest.endsWith("\n") || rest.endsWith("\r") ? "" : lineBreak;
        return rest + end + name + "=" + value + lineBreak;
    }

    /** The text without a secret. */
    static String without(String source, String text, String name) {
        parse(source, text); // what is broken stays as it is
        StringBuilder kept = new StringBuilder();
        for (String line : text.split("(?<=\n)|(?<=\r)(?!\n)")) {
            boolean comment = line.startsWith("#") || line.isBlank();
            if (comment || !line.strip().split("=", 2)[0].strip().equals(name)) {
                kept.append(line);
            }
        }
        return kept.toString();
    }
}
