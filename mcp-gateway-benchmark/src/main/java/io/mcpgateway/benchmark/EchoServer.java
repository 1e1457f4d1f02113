package io.mcpgateway.benchmark;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** The fastest stdio server we can write: one thread, all answers to what was read in one write. */
public final class EchoServer {
    private EchoServer() {}

    /** Serves until end of input; of the modern era if the first argument is {@code modern}. */
    public static void main(String[] arguments) throws IOException {
        boolean modern = arguments.length > 0 && arguments[0].equals("modern");
        try (InputStream in = new FileInputStream(FileDescriptor.in);
                OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            byte[] buffer = new byte[1 << 20];
            byte[] answers = new byte[1 << 20];
            int held = 0;
            int read;
            while ((read = in.read(buffer, held, buffer.length - held)) >= 0) {
                int end = held + read;
                int from = 0;
                int filled = 0;
                for (int i = held; i < end; i++) {
                    if (buffer[i] == '\n') {
                        byte[] answer = EchoAnswers.answer(buffer, from, i, modern);
                        if (answer.length > 0) {
                            System.arraycopy(answer, 0, answers, filled, answer.length);
                            filled += answer.length;
                            answers[filled++] = '\n';
                        }
                        from = i + 1;
                    }
                }
                out.write(answers, 0, filled);
                held = end - from;
                System.arraycopy(buffer, from, buffer, 0, held);
                if (held == buffer.length) {
                    buffer = Arrays.copyOf(buffer, 2 * buffer.length);
                }
            }
        }
    }
}
