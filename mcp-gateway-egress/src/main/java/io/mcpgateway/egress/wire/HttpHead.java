package io.mcpgateway.egress.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The head of an HTTP/1 request (RFC 9112), read more strictly than most servers do: what two readers could understand in
 * two ways is refused, for it is written anew on its way out.
 *
 * @param method the method
 * @param target the target as it was sent
 * @param version {@code HTTP/1.0} or {@code HTTP/1.1}
 * @param headers the header fields, in order
 * @param length how many bytes the head has, with the empty line at its end
 */
public record HttpHead(String method, String target, String version, List<Header> headers, int length) {
    /** A longer one is refused. */
    public static final int LONGEST = 32 << 10;

    private static final int MOST_HEADERS = 200;
    private static final int LONGEST_METHOD = 32;

    /** What belongs to one connection, and not to the request. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "proxy-connection", "keep-alive", "proxy-authorization", "proxy-authenticate", "host");

    /** Copies the list. */
    public HttpHead {
        headers = List.copyOf(headers);
    }

    /**
     * One header field.
     *
     * @param name as it was sent
     * @param value without blanks around it
     */
    public record Header(String name, String value) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    /**
     * Reads a head from the beginning of a conversation.
     *
     * @param length how many of the bytes have come
     * @return empty if more bytes are needed
     * @throws MalformedException if it is none, or too long
     */
    public static Optional<HttpHead> read(byte[] bytes, int length) throws MalformedException {
        checkMethod(bytes, length);
        int end = end(bytes, length);
        if (end < 0) {
            if (length >= LONGEST) {
                throw new MalformedException("the head of its request is too long");
            }
            return Optional.empty();
        }
        String text = new String(bytes, 0, end - 4, StandardCharsets.ISO_8859_1);
        String[] lines = text.split("\r\n", -1);
        String[] first = lines[0].split(" ", -1);
        if (first.length != 3 || first[1].isEmpty() || !isTarget(first[1])) {
            throw new MalformedException("the first line of its request is not one of HTTP");
        }
        if (!first[2].equals("HTTP/1.1") && !first[2].equals("HTTP/1.0")) {
            throw new MalformedException("it speaks a version of HTTP that is not understood here");
        }
        return Optional.of(new HttpHead(first[0], first[1], first[2], headers(lines), end));
    }

    /** What is not HTTP is told apart by its first bytes, so that nobody waits for the end of a line. */
    private static void checkMethod(byte[] bytes, int length) throws MalformedException {
        int most = Math.min(length, LONGEST_METHOD + 1);
        for (int i = 0; i < most; i++) {
            if (bytes[i] == ' ' && i > 0) {
                return;
            }
            if (i == LONGEST_METHOD || !isToken((char) (bytes[i] & 0xff))) {
                throw new MalformedException("it is neither HTTP nor TLS");
            }
        }
    }

    private static int end(byte[] bytes, int length) {
        for (int i = 3; i < Math.min(length, LONGEST); i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private static List<Header> headers(String[] lines) throws MalformedException {
        if (lines.length - 1 > MOST_HEADERS) {
            throw new MalformedException("its request has too many header fields");
        }
        List<Header> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = colon < 0 ? "" : lines[i].substring(0, colon);
            if (!isToken(name) || !hasNoControls(lines[i].substring(colon + 1))) {
                throw new MalformedException("a header field of its request is not one of HTTP");
            }
            headers.add(new Header(name, lines[i].substring(colon + 1).strip()));
        }
        checkFraming(headers);
        return headers;
    }

    private static void checkFraming(List<Header> headers) throws MalformedException {
        int hosts = 0;
        int lengths = 0;
        int encodings = 0;
        for (Header header : headers) {
            hosts += header.is("host") ? 1 : 0;
            lengths += header.is("content-length") ? 1 : 0;
            encodings += header.is("transfer-encoding") ? 1 : 0;
        }
        if (hosts > 1 || lengths + encodings > 1) {
            throw new MalformedException("its request can be understood in two ways");
        }
    }

    private static boolean isToken(String text) {
        boolean token = !text.isEmpty();
        for (int i = 0; i < text.length(); i++) {
            token &= isToken(text.charAt(i));
        }
        return token;
    }

    private static boolean isToken(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** Some servers take a tab for the end of a target. */
    private static boolean isTarget(String text) {
        return text.indexOf('\t') < 0 && hasNoControls(text);
    }

    private static boolean hasNoControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Whether it asks for a tunnel. */
    public boolean isConnect() {
        return method.equals("CONNECT");
    }

    /** The value of a header field; empty if there is none. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }

    /**
     * Whom a request is for.
     *
     * @param otherwise the port if none is written; 0 if one has to be
     * @throws MalformedException if it does not say so, or wants something other than plain HTTP
     */
    public Authority authority(int otherwise) throws MalformedException {
        if (isConnect()) {
            return Authority.parse(target, 0);
        }
        if (target.startsWith("/") || target.equals("*")) {
            String host = header("host").orElseThrow(() -> new MalformedException("its request names no host"));
            return Authority.parse(host, otherwise);
        }
        int start = target.toLowerCase(Locale.ROOT).startsWith("http://") ? "http://".length() : -1;
        if (start < 0) {
            throw new MalformedException("its request is for something other than plain HTTP; TLS needs CONNECT");
        }
        return Authority.parse(target.substring(start, endOfAuthority(start)), 80);
    }

    private int endOfAuthority(int start) {
        for (int i = start; i < target.length(); i++) {
            if ("/?#".indexOf(target.charAt(i)) >= 0) {
                return i;
            }
        }
        return target.length();
    }

    /** The head as the server gets it: for it alone, and for one request, so that a second one has to be judged anew. */
    public byte[] forServer(Authority server) {
        StringBuilder head = new StringBuilder(method).append(' ');
        head.append(path()).append(' ').append(version).append("\r\n");
        head.append("Host: ").append(server.shown(80)).append("\r\n");
        boolean upgrade = header("connection")
                .filter(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"))
                .isPresent();
        head.append("Connection: ").append(upgrade ? "upgrade" : "close").append("\r\n");
        for (Header header : headers) {
            if (!OF_THE_CONNECTION.contains(header.name().toLowerCase(Locale.ROOT))) {
                head.append(header.name()).append(": ").append(header.value()).append("\r\n");
            }
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String path() {
        if (target.startsWith("/") || target.equals("*")) {
            return target;
        }
        String path = target.substring(endOfAuthority("http://".length()));
        return path.startsWith("/") ? path : "/" + path;
    }
}
