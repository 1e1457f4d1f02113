package io.mcpgateway.headers;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How {@code Mcp-Name} and {@code Mcp-Param-*} spell a value: as it is, or as {@code =?base64?…?=} of its UTF-8. Source:
 * revision 2026-07-28, basic/transports/streamable-http, "Value Encoding". Stateless.
 */
public final class HeaderValue {
    private static final String PREFIX = "=?base64?";
    private static final String SUFFIX = "?=";

    private HeaderValue() {}

    /**
     * The value as a header carries it. Encoded is what has characters other than visible ASCII and inner spaces, what
     * looks like something encoded, and the empty value, which some peers take for no header at all.
     *
     * @return null if no header can carry it, because it has half of a surrogate pair and so no UTF-8
     */
    public static @Nullable String encode(String value) {
        if (isSafe(value)) {
            return value;
        }
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
            byte[] bytes = new byte[utf8.remaining()];
            utf8.get(bytes);
            return PREFIX + Base64.getEncoder().encodeToString(bytes) + SUFFIX;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /**
     * What a header's value stands for: itself, unless it has the form of an encoded one.
     *
     * @return null if it has characters that a header cannot carry, or its Base64 (RFC 4648, section 4, padded) or the UTF-8
     *     in it is broken
     */
    public static @Nullable String decode(String header) {
        if (!isPlain(header)) {
            return null;
        }
        if (header.length() < PREFIX.length() + SUFFIX.length()
                || !header.startsWith(PREFIX)
                || !header.endsWith(SUFFIX)) {
            return header;
        }
        String encoded = header.substring(PREFIX.length(), header.length() - SUFFIX.length());
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            if (!Base64.getEncoder().encodeToString(bytes).equals(encoded)) {
                return null; // the decoder forgives missing padding and stray bits
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        }
    }

    /** Whether a header can carry these characters: visible ASCII, space and tab. */
    public static boolean isPlain(String header) {
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c != '\t' && (c < ' ' || c > '~')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSafe(String value) {
        return !value.isEmpty()
                && value.charAt(0) != ' '
                && value.charAt(value.length() - 1) != ' '
                && value.indexOf('\t') < 0
                && isPlain(value)
                && !(value.startsWith(PREFIX) && value.endsWith(SUFFIX));
    }
}
