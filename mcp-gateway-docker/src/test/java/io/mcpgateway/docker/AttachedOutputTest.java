package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.testkit.RecordingListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class AttachedOutputTest {
    private final RecordingListener heard = new RecordingListener();

    @Test
    void framesAreTakenApartHoweverTheyAreCut() throws IOException {
        byte[] bytes = frames();

        for (int size = 1; size <= bytes.length; size++) {
            RecordingListener listener = new RecordingListener();
            AttachedOutput.pump(new EngineInput(new Dripping(bytes, size), 16), listener);

            assertThat(listener.stdoutText()).isEqualTo("one\ntwo\n");
            assertThat(listener.stderrText()).isEqualTo("trouble\n");
        }
    }

    @Test
    void endBetweenFramesIsAnEndAndElsewhereItIsNot() throws IOException {
        AttachedOutput.pump(input(new byte[0]), heard);

        assertThatThrownBy(() -> AttachedOutput.pump(input(new byte[] {1, 0, 0}), heard))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> AttachedOutput.pump(input(frame(1, "cut", 100)), heard))
                .isInstanceOf(EOFException.class);
        assertThat(heard.stdoutText()).isEqualTo("cut");
    }

    @Test
    void lengthThatIsClaimedCostsNoMemory() {
        assertThatThrownBy(() -> AttachedOutput.pump(input(frame(1, "x", -1)), heard))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void outputWithoutFramesIsRefused() {
        assertThatThrownBy(() ->
                        AttachedOutput.pump(input("{\"jsonrpc\":\"2.0\"}".getBytes(StandardCharsets.UTF_8)), heard))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not framed");
    }

    @RepeatedTest(50)
    void noiseEndsInAnIoErrorOrNotAtAll() {
        long seed = new Random().nextLong();
        byte[] noise = new byte[200];
        new Random(seed).nextBytes(noise);
        noise[0] = 1;
        noise[1] = 0;
        noise[2] = 0;
        noise[3] = 0;

        try {
            AttachedOutput.pump(input(noise), heard);
        } catch (IOException e) {
            assertThat(e).as("seed " + seed).hasMessageContaining("The engine");
        }
    }

    private static byte[] frames() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(frame(1, "one\n", 4));
        bytes.write(frame(2, "trouble\n", 8));
        bytes.write(frame(1, "", 0));
        bytes.write(frame(1, "two\n", 4));
        return bytes.toByteArray();
    }

    private static byte[] frame(int stream, String text, int claimed) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + content.length)
                .put((byte) stream)
                .put(new byte[3])
                .putInt(claimed)
                .put(content)
                .array();
    }

    private static EngineInput input(byte[] bytes) {
        return new EngineInput(new ByteArrayInputStream(bytes), 64);
    }

    /** Gives at most so many bytes at once. */
    private static final class Dripping extends InputStream {
        private final InputStream in;
        private final int most;

        Dripping(byte[] bytes, int most) {
            this.in = new ByteArrayInputStream(bytes);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, Math.min(most, length));
        }
    }
}
