package io.mcpgateway.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request and its response without a container or a socket; the body comes in pieces. For one thread. */
final class FakeExchange {
    private final String method;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final int piece;
    private int read;
    private @Nullable ReadListener reader;
    private @Nullable WriteListener writer;
    private final List<AsyncListener> listeners = new ArrayList<>();

    int status = 200;

    @Nullable
    String contentType;

    final Map<String, String> answered = new LinkedHashMap<>();
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    boolean async;
    boolean completed;

    final HttpServletRequest request = proxy(HttpServletRequest.class, this::onRequest);
    final HttpServletResponse response = proxy(HttpServletResponse.class, this::onResponse);
    private final AsyncContext context = proxy(AsyncContext.class, this::onContext);

    FakeExchange(String method, Map<String, List<String>> headers, byte[] body, int piece) {
        this.method = method;
        this.headers = headers;
        this.body = body;
        this.piece = piece;
    }

    private interface Answer {
        Object to(String call, Object[] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, called, arguments) ->
                        answer.to(called.getName(), arguments == null ? new Object[0] : arguments)));
    }

    private List<String> header(Object name) {
        return headers.getOrDefault(String.valueOf(name).toLowerCase(Locale.ROOT), List.of());
    }

    private @Nullable String first(Object name) {
        return header(name).isEmpty() ? null : header(name).get(0);
    }

    private @Nullable Object onRequest(String call, Object[] arguments) {
        return switch (call) {
            case "getMethod" -> method;
            case "getHeader" -> first(arguments[0]);
            case "getHeaders" -> Collections.enumeration(header(arguments[0]));
            case "getHeaderNames" -> Collections.enumeration(headers.keySet());
            case "getContentType" -> first("content-type");
            case "getContentLengthLong" -> (long) body.length;
            case "getLocalAddr" -> "127.0.0.1";
            case "getServerName" -> "localhost";
            case "getPathInfo", "getUserPrincipal", "getAttribute" -> null;
            case "isAsyncSupported" -> true;
            case "startAsync" -> {
                async = true;
                yield context;
            }
            case "getInputStream" -> input;
            default -> throw new AssertionError("request." + call);
        };
    }

    private @Nullable Object onResponse(String call, Object[] arguments) {
        switch (call) {
            case "setStatus" -> status = (Integer) arguments[0];
            case "setContentType" -> contentType = (String) arguments[0];
            case "setHeader", "addHeader" -> answered.put((String) arguments[0], (String) arguments[1]);
            case "setContentLength", "flushBuffer" -> {
                // nothing is buffered
            }
            case "getOutputStream" -> {
                return output;
            }
            default -> throw new AssertionError("response." + call);
        }
        return null;
    }

    private @Nullable Object onContext(String call, Object[] arguments) throws IOException {
        switch (call) {
            case "addListener" -> listeners.add((AsyncListener) arguments[0]);
            case "setTimeout" -> {
                // the gateway has its own
            }
            case "getRequest" -> {
                return request;
            }
            case "getResponse" -> {
                return response;
            }
            case "complete" -> {
                if (completed) {
                    throw new IllegalStateException("completed before");
                }
                completed = true;
                for (AsyncListener listener : listeners) {
                    listener.onComplete(new AsyncEvent(context));
                }
            }
            default -> throw new AssertionError("context." + call);
        }
        return null;
    }

    private final ServletInputStream input = new ServletInputStream() {
        private int available = 1;

        @Override
        public boolean isFinished() {
            return read == body.length;
        }

        @Override
        public boolean isReady() {
            return available-- > 0 || isFinished();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            reader = listener;
        }

        @Override
        public int read() {
            throw new AssertionError("read by pieces");
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            if (isFinished()) {
                return -1;
            }
            int count = Math.min(Math.min(length, piece), body.length - read);
            System.arraycopy(body, read, to, offset, count);
            read += count;
            available = 0;
            return count;
        }

        @Override
        public int available() {
            available = 1;
            return body.length - read;
        }
    };

    private final ServletOutputStream output = new ServletOutputStream() {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            writer = listener;
        }

        @Override
        public void write(int b) {
            assertOpen();
            written.write(b);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            assertOpen();
            written.write(from, offset, length);
        }

        private void assertOpen() {
            if (completed) {
                throw new AssertionError("written after its end");
            }
        }
    };

    /** What a container does after {@code service} has returned: hands over the body, then takes what is written. */
    void run() throws IOException {
        ReadListener listener = reader;
        if (listener != null) {
            while (read < body.length && !completed) {
                input.available(); // the next piece is there
                listener.onDataAvailable();
            }
            if (!completed) {
                listener.onAllDataRead();
            }
        }
        pump();
    }

    /** Lets the response write what it has. */
    void pump() throws IOException {
        if (writer != null && !completed) {
            writer.onWritePossible();
        }
    }
}
