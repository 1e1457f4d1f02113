package io.mcpgateway.files;

import io.mcpgateway.model.ConfigException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What splicing made of a user's text: it is parsed again, and kept only if it says what was meant. Stateless. */
public final class EditedText {
    private EditedText() {}

    /**
     * The text, if it says what was meant.
     *
     * @param source the name of the text in errors
     * @param text the text after the change
     * @param meant what it is to say
     * @param reader reads what a text says, or throws {@link ConfigException}
     * @throws ConfigException if it says something else, or nothing that can be read
     */
    public static <T> String checked(String source, String text, T meant, Function<String, T> reader) {
        T found;
        try {
            found = reader.apply(text);
        } catch (ConfigException e) {
            throw refused(source, e);
        }
        if (!found.equals(meant)) {
            throw refused(source, null);
        }
        return text;
    }

    /** Nothing can be changed without touching what is to stay. */
    public static ConfigException refused(String source, @Nullable Throwable cause) {
        return new ConfigException(
                source
                        + ": its layout is beyond what can be changed without touching the rest; it is unchanged, edit it"
                        + " by hand",
                cause);
    }
}
