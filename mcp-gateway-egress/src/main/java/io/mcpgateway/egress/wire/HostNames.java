package io.mcpgateway.egress.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/** Names and addresses of hosts as text. Nothing here ever asks a name server. */
public final class HostNames {
    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;

    private HostNames() {}

    /** The name in lower case and without a dot at the end; empty if it is none, or could be taken for an address. */
    public static Optional<String> name(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (name.isEmpty() || name.length() > LONGEST) {
            return Optional.empty();
        }
        String last = "";
        for (String label : name.split("\\.", -1)) {
            if (!isLabel(label)) {
                return Optional.empty();
            }
            last = label;
        }
        String lower = name.toLowerCase(Locale.ROOT); // now that all letters are of ASCII, as that of a kelvin is not
        return looksLikeNumber(last.toLowerCase(Locale.ROOT)) ? Optional.empty() : Optional.of(lower);
    }

    private static boolean isLabel(String label) {
        if (label.isEmpty() || label.length() > LONGEST_LABEL || label.startsWith("-") || label.endsWith("-")) {
            return false;
        }
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    /** Resolvers take {@code 127.1}, {@code 0x7f.1} and {@code 2130706433} for addresses: they go by the last label. */
    private static boolean looksLikeNumber(String label) {
        boolean digits = true;
        for (int i = 0; i < label.length(); i++) {
            digits &= Character.digit(label.charAt(i), 10) >= 0;
        }
        return digits || label.startsWith("0x");
    }

    /** The address that a literal names: four decimal numbers, or IPv6 without brackets and without a zone. */
    public static Optional<InetAddress> literal(String text) {
        return text.indexOf(':') >= 0 ? six(text) : four(text);
    }

    private static Optional<InetAddress> four(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            String part = parts[i];
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(part);
        }
        return address(bytes);
    }

    private static Optional<InetAddress> six(String text) {
        // What begins with a dot the JDK would look up as a name, colon or not.
        if (!text.matches("[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}")) {
            return Optional.empty();
        }
        try {
            // With a colon in it the JDK takes it for a literal or for nothing; a mapped IPv4 address comes back as
            // that.
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> address(byte[] bytes) {
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }
}
