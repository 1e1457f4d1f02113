package io.mcpgateway.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Short answers in plain text, for people who read the wire. */
final class PlainText {
    private static final int MAX_ECHO = 100;

    private PlainText() {}

    static void answer(HttpServletResponse response, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/plain;charset=utf-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Foreign text, cut short and without anything but printable ASCII. */
    static String printable(String foreign) {
        String cut = foreign.length() > MAX_ECHO ? foreign.substring(0, MAX_ECHO) : foreign;
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
