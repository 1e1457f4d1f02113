package io.mcpgateway.upstream;

import io.mcpgateway.json.Messages;
import io.mcpgateway.model.JsonText;
import org.jspecify.annotations.Nullable;

/** What a server says about its use, as text, and no more of it than a client should have to read. */
final class Guidance {
    /** In characters. */
    private static final int LONGEST = 8 << 10;

    private Guidance() {}

    /** The text of {@code instructions} as they are spelled; empty if there are none, or if they are no text. */
    static String of(@Nullable JsonText instructions) {
        String said = instructions == null ? null : Messages.unquote(instructions);
        String text = said == null ? "" : said.strip();
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "… [cut by the gateway: " + text.length() + " characters, the limit is "
                + LONGEST + "]";
    }
}
