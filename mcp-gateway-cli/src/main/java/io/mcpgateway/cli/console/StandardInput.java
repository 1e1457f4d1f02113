package io.mcpgateway.cli.console;

import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import java.io.IOException;

/** All of standard input, as text. Stateless. */
public final class StandardInput {
    private static final String NAME = "standard input";

    private StandardInput() {}

    /**
     * Reads it to its end.
     *
     * @param most the most bytes that it may have
     * @throws ConfigException if there are more, or they are no UTF-8, or cannot be read
     */
    public static String text(Console console, int most) {
        try {
            byte[] bytes = console.in().readNBytes(most + 1);
            if (bytes.length > most) {
                throw new ConfigException(NAME + ": larger than " + most + " bytes");
            }
            return YamlReader.decode(NAME, bytes);
        } catch (IOException e) {
            throw new ConfigException(NAME + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
