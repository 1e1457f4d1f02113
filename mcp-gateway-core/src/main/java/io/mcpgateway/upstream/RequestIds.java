package io.mcpgateway.upstream;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids for the requests of one link: ever new, and not to be guessed. A server that could guess them could answer requests
 * that it has not read, and so make the gateway believe that its pipe has room. The upper bits count; the lower 16 are a
 * SipHash-1-3 of the count under a key of this link. Thread-safe.
 */
final class RequestIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_WIDTH = 16;

    private final long key0 = RANDOM.nextLong();
    private final long key1 = RANDOM.nextLong();
    private final AtomicLong count = new AtomicLong();

    long next() {
        long number = count.incrementAndGet();
        return (number << SALT_WIDTH) | (sipHash(number) & 0xffff);
    }

    private long sipHash(long message) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L ^ message;
        for (int round = 0; round < 4; round++) {
            if (round == 1) {
                v0 ^= message;
                v2 ^= 0xff;
            }
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
