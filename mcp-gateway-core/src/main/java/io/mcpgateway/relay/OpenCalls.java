package io.mcpgateway.relay;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests wait for what servers answer, from the moment that they come in until the answer is out: those that a
 * gateway which ends lets finish. Lists are none of them; they are answered from what is known. Thread-safe.
 */
public final class OpenCalls {
    private static final Runnable NOTHING = () -> {};

    private final AtomicInteger number = new AtomicInteger();
    private final Runnable end = number::decrementAndGet;

    /** Counts a request of this method; what is returned is to be run once, when nobody waits for it any more. */
    public Runnable begin(String method) {
        switch (method) {
            case "tools/list", "prompts/list", "resources/list", "resources/templates/list" -> {
                return NOTHING;
            }
            default -> {
                number.incrementAndGet();
                return end;
            }
        }
    }

    /** How many there are. */
    public int number() {
        return number.get();
    }
}
