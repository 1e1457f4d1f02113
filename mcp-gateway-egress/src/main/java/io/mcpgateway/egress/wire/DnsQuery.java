package io.mcpgateway.egress.wire;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A query of DNS (RFC 1035) with one question, and the answers to it. Immutable; the bytes are not copied and must not
 * change.
 */
public final class DnsQuery {
    /** Longer ones are not looked at. */
    public static final int LONGEST = 4096;

    /** The question for an IPv4 address. */
    public static final int A = 1;

    private static final int INTERNET = 1;
    private static final int HEAD = 12;
    private static final int MOST_LABEL = 63;
    private static final int LONGEST_NAME = 255;
    private static final int SECONDS_TO_LIVE = 30;

    private static final int RESPONSE = 0x80;
    private static final int OPERATION = 0x78;
    private static final int AUTHORITATIVE = 0x04;
    private static final int RECURSION_DESIRED = 0x01;
    private static final int RECURSION_AVAILABLE = 0x80;

    private final byte[] message;
    private final int questionEnd;
    private final String shown;
    private final Optional<String> name;
    private final int type;
    private final int recordClass;

    private DnsQuery(byte[] message, int questionEnd, String shown, int type, int recordClass) {
        this.message = message;
        this.questionEnd = questionEnd;
        this.shown = shown;
        this.name = HostNames.name(shown);
        this.type = type;
        this.recordClass = recordClass;
    }

    /** How a query was answered. */
    public enum Answer {
        /** The name exists. */
        FOUND(0),
        /** The message cannot be read. */
        MALFORMED(1),
        /** There is no such name. */
        NO_SUCH_NAME(3),
        /** It is no plain query. */
        NOT_IMPLEMENTED(4);

        private final int code;

        Answer(int code) {
            this.code = code;
        }
    }

    /**
     * Reads a query.
     *
     * @param length how many of the bytes are the message
     * @throws MalformedException if it cannot be read; {@link #refusal} may still answer it
     */
    public static DnsQuery read(byte[] bytes, int length) throws MalformedException {
        if (!isQuery(bytes, length)) {
            throw new MalformedException("it is no query for a name");
        }
        if ((bytes[2] & OPERATION) != 0 || number(bytes, 4) != 1) {
            throw new MalformedException("it is no query with one question");
        }
        StringBuilder name = new StringBuilder();
        int at = HEAD;
        while (true) {
            int size = at < length ? bytes[at] & 0xff : MOST_LABEL + 1;
            // Longer "labels" are pointers, which a question has no use for.
            int nameLength = at + 1 + size - HEAD + (size == 0 ? 0 : 1); // an end comes after each label
            if (size > MOST_LABEL || at + 1 + size > length || nameLength > LONGEST_NAME) {
                throw new MalformedException("the name in its query cannot be read");
            }
            at++;
            if (size == 0) {
                break;
            }
            name.append(name.length() == 0 ? "" : ".");
            for (int i = 0; i < size; i++) {
                name.append(shown(bytes[at + i]));
            }
            at += size;
        }
        if (length - at < 4) {
            throw new MalformedException("its query is cut off");
        }
        return new DnsQuery(bytes, at + 4, name.toString(), number(bytes, at), number(bytes, at + 2));
    }

    /** A dot inside of a label, and whatever else no host name has, becomes a character that makes it none. */
    private static char shown(byte value) {
        char c = (char) (value & 0xff);
        boolean plain =
                (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        return plain ? c : '?';
    }

    private static boolean isQuery(byte[] bytes, int length) {
        return length >= HEAD && length <= LONGEST && (bytes[2] & RESPONSE) == 0;
    }

    private static int number(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    /** The name, as {@link HostNames#name} spells it; empty if it is no name of a host. */
    public Optional<String> name() {
        return name;
    }

    /** The name as it may be shown. */
    public String shown() {
        return shown;
    }

    /** Whether it asks for an IPv4 address on the internet. */
    public boolean asksForAddress() {
        return type == A && recordClass == INTERNET;
    }

    /** The answer that the name has this address and no other. */
    public byte[] address(InetAddress address) {
        byte[] bytes = address.getAddress();
        ByteArrayOutputStream answer = head(message, Answer.FOUND, 1, 1);
        answer.write(message, HEAD, questionEnd - HEAD);
        write(answer, 0xc000 | HEAD); // the name of the question
        write(answer, A);
        write(answer, INTERNET);
        write(answer, 0);
        write(answer, SECONDS_TO_LIVE);
        write(answer, bytes.length);
        answer.writeBytes(bytes);
        return answer.toByteArray();
    }

    /** The answer without any record. */
    public byte[] empty(Answer how) {
        ByteArrayOutputStream answer = head(message, how, 1, 0);
        answer.write(message, HEAD, questionEnd - HEAD);
        return answer.toByteArray();
    }

    /** The answer to what cannot be read; empty if it is no query, for then nobody waits for one. */
    public static Optional<byte[]> refusal(byte[] bytes, int length) {
        if (!isQuery(bytes, length)) {
            return Optional.empty();
        }
        Answer how = (bytes[2] & OPERATION) == 0 ? Answer.MALFORMED : Answer.NOT_IMPLEMENTED;
        return Optional.of(head(bytes, how, 0, 0).toByteArray());
    }

    private static ByteArrayOutputStream head(byte[] query, Answer how, int questions, int answers) {
        ByteArrayOutputStream head = new ByteArrayOutputStream(64);
        head.write(query, 0, 2);
        head.write(RESPONSE | (query[2] & OPERATION) | AUTHORITATIVE | (query[2] & RECURSION_DESIRED));
        head.write(RECURSION_AVAILABLE | how.code);
        write(head, questions);
        write(head, answers);
        write(head, 0);
        write(head, 0);
        return head;
    }

    private static void write(ByteArrayOutputStream out, int number) {
        out.write(number >> 8);
        out.write(number);
    }

    @Override
    public String toString() {
        return shown + " type " + type;
    }
}
