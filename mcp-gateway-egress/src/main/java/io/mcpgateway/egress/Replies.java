package io.mcpgateway.egress;

import java.nio.charset.StandardCharsets;

/** What a workload is told that does not get what it wants. */
final class Replies {
    static final byte[] CONNECTED = "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    /** The alert {@code unrecognized_name} of TLS, RFC 6066, section 3. */
    static final byte[] UNKNOWN_SERVER = {21, 3, 1, 0, 2, 2, 112};

    private static final byte[] INTERNAL_ERROR = {21, 3, 1, 0, 2, 2, 80};

    private Replies() {}

    static byte[] forbidden(String why) {
        return http("403 Forbidden", why);
    }

    static byte[] malformed(String why) {
        return http("400 Bad Request", why);
    }

    static byte[] unreachable(String why) {
        return http("502 Bad Gateway", why);
    }

    /** To a client of TLS whose server does not answer. */
    static byte[] unreachableServer() {
        return INTERNAL_ERROR.clone();
    }

    private static byte[] http(String status, String why) {
        byte[] text = ("The gateway's egress proxy: " + why + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] head = ("HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + text.length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[head.length + text.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(text, 0, whole, head.length, text.length);
        return whole;
    }
}
