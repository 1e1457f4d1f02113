package io.mcpgateway.egress.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** First messages of TLS clients, made by the JDK's own. */
public final class Hellos {
    private static final int RECORD_HEAD = 5;

    private Hellos() {}

    /** One that names a server, or none. */
    public static byte[] of(@Nullable String serverName) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        if (serverName != null) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            engine.setSSLParameters(parameters);
        }
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.beginHandshake();
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The same message in records of this size. */
    public static byte[] fragmented(String serverName, int size) throws Exception {
        byte[] whole = of(serverName);
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int at = RECORD_HEAD; at < whole.length; at += size) {
            int part = Math.min(size, whole.length - at);
            records.writeBytes(new byte[] {22, 3, 1, (byte) (part >> 8), (byte) part});
            records.write(whole, at, part);
        }
        return records.toByteArray();
    }
}
