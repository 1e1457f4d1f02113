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
        Map<String, Secret> secrets = new TreeMap<>();
        String[] lines = YamlReader.decode(source, utf8).split("\r\n|\n|\r", -1);
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
}
