package io.mcpgateway.http.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Media types as {@code Content-Type} and {@code Accept} spell them (RFC 9110, sections 8.3 and 12.5.1). */
public final class MediaTypes {
    /** JSON. */
    public static final String JSON = "application/json";
    /** Server-sent events. */
    public static final String EVENTS = "text/event-stream";

    private MediaTypes() {}

    /**
     * The type without its parameters, in lower case; empty if there is none or it is no media type.
     *
     * @param header the value of a {@code Content-Type} header
     */
    public static String essence(@Nullable String header) {
        if (header == null) {
            return "";
        }
        int end = header.indexOf(';');
        String type = (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return isType(type) ? type : "";
    }

    /** Whether this is JSON in UTF-8. */
    public static boolean isJson(@Nullable String header) {
        if (header == null || !essence(header).equals(JSON)) {
            return false;
        }
        List<String> parts = split(header, ';');
        for (String parameter : parts.subList(1, parts.size())) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("charset")) {
                return unquote(parameter.substring(equals + 1).strip()).equalsIgnoreCase("utf-8");
            }
        }
        return true;
    }

    /**
     * Whether a client takes a type. The most specific range decides; a weight of 0 forbids. Without the header
     * everything is accepted.
     *
     * @param headers the values of all {@code Accept} headers
     * @param type a media type in lower case
     */
    public static boolean accepts(List<String> headers, String type) {
        if (headers.isEmpty()) {
            return true;
        }
        Map<String, Integer> ranges = Map.of("*/*", 1, type.substring(0, type.indexOf('/')) + "/*", 2, type, 3);
        int specificity = 0;
        boolean accepted = false;
        for (String header : headers) {
            for (String range : split(header, ',')) {
                int found = ranges.getOrDefault(rangeOf(range), 0);
                if (found > specificity) {
                    specificity = found;
                    accepted = !isZero(range);
                } else if (found == specificity && found > 0) {
                    accepted |= !isZero(range);
                }
            }
        }
        return accepted;
    }

    private static String rangeOf(String range) {
        int end = range.indexOf(';');
        return (end < 0 ? range : range.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isZero(String range) {
        for (String parameter : split(range, ';')) {
            String text = parameter.strip().toLowerCase(Locale.ROOT);
            if (text.startsWith("q=")) {
                return text.matches("q=0(\\.0{0,3})?");
            }
        }
        return false;
    }

    /** Splits outside of quoted strings. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>(4);
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String unquote(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replace("\\", "") : text;
    }

    private static boolean isType(String type) {
        int slash = type.indexOf('/');
        return slash > 0 && isToken(type, 0, slash) && isToken(type, slash + 1, type.length());
    }

    private static boolean isToken(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return end > start;
    }
}
