package io.mcpgateway.egress.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The first message of a TLS client (RFC 8446, section 4.1.2), of which only the name of the server is of interest (RFC
 * 6066, section 3).
 *
 * @param serverName the name of the server as {@link HostNames#name} spells it; empty if the client names none
 */
public record ClientHello(Optional<String> serverName) {
    /** A longer one is refused; those with post-quantum key shares have two or three thousand bytes. */
    public static final int LONGEST = 32 << 10;

    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_NAME = 0;
    private static final int HOST_NAME = 0;
    private static final int RECORD_HEAD = 5;
    private static final int MESSAGE_HEAD = 4;
    private static final int LARGEST_RECORD = 1 << 14;
    private static final int RANDOM = 32;

    /** Whether a conversation that begins with this byte is TLS. */
    public static boolean begins(byte first) {
        return first == HANDSHAKE;
    }

    /**
     * Reads the message from the beginning of a conversation.
     *
     * @param length how many of the bytes have come
     * @return empty if more bytes are needed
     * @throws MalformedException if it is none, or too long
     */
    public static Optional<ClientHello> read(byte[] bytes, int length) throws MalformedException {
        byte[] message = new byte[Math.min(length, LONGEST)];
        int have = 0;
        int at = 0;
        while (length - at >= RECORD_HEAD) {
            if (bytes[at] != HANDSHAKE || bytes[at + 1] != 3) {
                throw new MalformedException("it does not begin with a TLS handshake");
            }
            int size = number(bytes, at + 3, 2);
            if (size == 0 || size > LARGEST_RECORD) {
                throw new MalformedException("its TLS record has an impossible length");
            }
            int part = Math.min(size, length - at - RECORD_HEAD);
            if (have + part > message.length) {
                throw tooLong();
            }
            System.arraycopy(bytes, at + RECORD_HEAD, message, have, part);
            have += part;
            Optional<ClientHello> hello = complete(message, have);
            if (hello.isPresent() || part < size) {
                return hello;
            }
            at += RECORD_HEAD + size;
        }
        if (length >= LONGEST) {
            throw tooLong();
        }
        return Optional.empty();
    }

    private static MalformedException tooLong() {
        return new MalformedException("its TLS handshake is too long");
    }

    private static Optional<ClientHello> complete(byte[] message, int have) throws MalformedException {
        if (have > 0 && message[0] != CLIENT_HELLO) {
            throw new MalformedException("its TLS handshake does not begin with a client hello");
        }
        if (have < MESSAGE_HEAD) {
            return Optional.empty();
        }
        int size = number(message, 1, 3);
        if (size > LONGEST - MESSAGE_HEAD) {
            throw tooLong();
        }
        return have < MESSAGE_HEAD + size
                ? Optional.empty()
                : Optional.of(parse(new Cursor(message, MESSAGE_HEAD, MESSAGE_HEAD + size)));
    }

    private static ClientHello parse(Cursor hello) throws MalformedException {
        hello.skip(2 + RANDOM);
        hello.block(1); // session id
        hello.block(2); // cipher suites
        hello.block(1); // compression methods
        if (hello.isAtEnd()) {
            return new ClientHello(Optional.empty());
        }
        Cursor extensions = hello.block(2);
        Optional<String> name = Optional.empty();
        boolean named = false;
        while (!extensions.isAtEnd()) {
            int type = extensions.number(2);
            Cursor content = extensions.block(2);
            if (type == SERVER_NAME) {
                if (named) {
                    throw new MalformedException("its TLS handshake names two servers");
                }
                named = true;
                name = Optional.of(serverName(content));
            }
        }
        return new ClientHello(name);
    }

    private static String serverName(Cursor extension) throws MalformedException {
        Cursor list = extension.block(2);
        int type = list.number(1);
        Cursor name = list.block(2);
        if (type != HOST_NAME || !list.isAtEnd() || !extension.isAtEnd()) {
            throw new MalformedException("its TLS handshake names a server in a way that is not understood");
        }
        return HostNames.name(name.text())
                .orElseThrow(() -> new MalformedException("the server that its TLS handshake names is no host name"));
    }

    private static int number(byte[] bytes, int at, int size) {
        int value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | (bytes[at + i] & 0xff);
        }
        return value;
    }

    /** A part of a message that is read from its beginning to its end. */
    private static final class Cursor {
        private final byte[] bytes;
        private int at;
        private final int end;

        Cursor(byte[] bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        boolean isAtEnd() {
            return at == end;
        }

        void skip(int count) throws MalformedException {
            if (end - at < count) {
                throw new MalformedException("its TLS handshake is cut off");
            }
            at += count;
        }

        int number(int size) throws MalformedException {
            int from = at;
            skip(size);
            return ClientHello.number(bytes, from, size);
        }

        /** What follows with its length in front. */
        Cursor block(int sizeOfLength) throws MalformedException {
            int size = number(sizeOfLength);
            int from = at;
            skip(size);
            return new Cursor(bytes, from, from + size);
        }

        /** Bytes that are no ASCII become a character that no name has. */
        String text() {
            return new String(Arrays.copyOfRange(bytes, at, end), StandardCharsets.US_ASCII);
        }
    }
}
