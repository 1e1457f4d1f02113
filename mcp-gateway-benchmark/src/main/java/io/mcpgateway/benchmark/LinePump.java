package io.mcpgateway.benchmark;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The floor for a stdio gateway: a JVM with two threads that copies bytes to a child process and back. */
public final class LinePump {
    private LinePump() {}

    /** Runs the command given as arguments and pumps until end of input. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        Thread back = new Thread(() -> pump(child.getInputStream(), out));
        back.start();
        pump(new FileInputStream(FileDescriptor.in), child.getOutputStream());
        back.join();
    }

    private static void pump(InputStream in, OutputStream out) {
        byte[] buffer = new byte[64 << 10];
        try (out) {
            int read;
            while ((read = in.read(buffer)) >= 0) {
                out.write(buffer, 0, read);
                if (!(out instanceof FileOutputStream) || out instanceof FilterOutputStream) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            // One side is gone, which is how a pump ends.
            return;
        }
    }
}
