package io.mcpgateway.egress;

import io.mcpgateway.egress.wire.DnsQuery;
import io.mcpgateway.egress.wire.MalformedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Queries over TCP: each has its length in front, and so has its answer (RFC 7766). Stateless. */
final class NameServerDoor implements Door {
    private static final int MOST_QUERIES = 100;
    private static final int LENGTH = 2;

    private final NameServer names;

    NameServerDoor(NameServer names) {
        this.names = names;
    }

    @Override
    public void serve(Conversation client) throws IOException, MalformedException {
        for (int i = 0; i < MOST_QUERIES; i++) {
            byte[] query = client.begin(NameServerDoor::query);
            Optional<byte[]> answer = names.answer(query, query.length);
            if (answer.isEmpty()) {
                return;
            }
            client.discard(LENGTH + query.length);
            byte[] framed = new byte[LENGTH + answer.get().length];
            framed[0] = (byte) (answer.get().length >> 8);
            framed[1] = (byte) answer.get().length;
            System.arraycopy(answer.get(), 0, framed, LENGTH, answer.get().length);
            client.answer(framed);
            client.carryOn();
        }
    }

    private static Optional<byte[]> query(byte[] bytes, int length) throws MalformedException {
        if (length < LENGTH) {
            return Optional.empty();
        }
        int size = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        if (size > DnsQuery.LONGEST) {
            throw new MalformedException("its query is too long");
        }
        return length < LENGTH + size
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(bytes, LENGTH, LENGTH + size));
    }
}
