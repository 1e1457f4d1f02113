package io.mcpgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.JsonText;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bounds of what is kept; what goes over the wire is {@link ResumptionContract}'s. */
class EventStoreTest {
    private static final long SEED = Long.getLong("mcp.seed", System.nanoTime());
    private static final JsonText NOTE = FakeGate.note("notifications/n");

    private static EventStore store(int events, long bytes) {
        return new EventStore(GatewayServletOptions.builder()
                .storedEvents(events)
                .storedBytes(bytes)
                .storedFor(Duration.ofMinutes(1))
                .build());
    }

    @Test
    void eventsAreBoundedByNumber() {
        EventStore store = store(10, 1 << 20);
        ResumableStream stream = store.open();
        for (int i = 0; i < 100; i++) {
            stream.publish(NOTE, false);
        }
        assertThat(store.size()).isEqualTo(10);
        assertThat(store.find("0-88")).isEmpty();
        assertThat(store.find("0-89")).isPresent(); // the last one that was dropped: all after it is kept
        assertThat(store.find("0-99")).isPresent();
        assertThat(store.find("0-100")).isEmpty();
    }

    @Test
    void eventsAreBoundedByBytes() {
        EventStore store = store(1000, 1000);
        ResumableStream stream = store.open();
        for (int i = 0; i < 1000; i++) {
            stream.publish(NOTE, false);
            assertThat(store.bytes()).isLessThanOrEqualTo(1000);
        }
        stream.publish(JsonText.of("\"" + "x".repeat(1000) + "\""), false);
        assertThat(store.bytes()).isPositive().isLessThanOrEqualTo(1000);
        assertThat(store.find("0-999")).isEmpty(); // what followed it was too large
        assertThat(store.find("0-1000")).isPresent();
    }

    @Test
    void streamsOfWhichNothingIsLeftAreForgotten() {
        EventStore store = store(10, 1 << 20);
        for (int i = 0; i < 1000; i++) {
            ResumableStream stream = store.open();
            if (i % 3 == 0) {
                stream.end();
            } else {
                stream.publish(NOTE, true);
            }
        }
        assertThat(store.streams()).isEqualTo(10);
        assertThat(store.size()).isEqualTo(10);
    }

    @Test
    void streamsThatEndedGoWithTime() {
        EventStore store = store(10, 1 << 20);
        store.open().publish(NOTE, true);
        store.open().publish(NOTE, false);
        long now = System.nanoTime();
        store.tick(now);
        assertThat(store.streams()).isEqualTo(2);
        store.tick(now + Duration.ofMinutes(2).toNanos());
        assertThat(store.streams()).isEqualTo(1);
        assertThat(store.size()).isEqualTo(1);
        assertThat(store.bytes()).isPositive();
        assertThat(store.find("0-0")).isEmpty();
        assertThat(store.find("1-0")).isPresent();
    }

    @Test
    void nothingIsKeptAfterTheEnd() {
        EventStore store = store(10, 1 << 20);
        ResumableStream before = store.open();
        before.publish(NOTE, false);
        store.close();
        before.publish(NOTE, false);
        store.open().publish(NOTE, false);
        assertThat(store.size()).isZero();
        assertThat(store.bytes()).isZero();
        assertThat(store.streams()).isZero();
        assertThat(store.find("0-0")).isEmpty();
    }

    @Test
    void whatIsCountedIsWhatIsKept() {
        Random random = new Random(SEED);
        EventStore store = store(30, 5000);
        ResumableStream[] streams = new ResumableStream[5];
        for (int i = 0; i < 5000; i++) {
            int at = random.nextInt(streams.length);
            if (streams[at] == null) {
                streams[at] = store.open();
            }
            boolean last = random.nextInt(10) == 0;
            streams[at].publish(JsonText.of("\"" + "x".repeat(random.nextInt(700)) + "\""), last);
            if (last) {
                streams[at] = null;
            }
            assertThat(store.size()).as("seed %d", SEED).isLessThanOrEqualTo(30);
            assertThat(store.bytes()).as("seed %d", SEED).isBetween(0L, 5000L);
        }
        for (ResumableStream stream : streams) {
            if (stream != null) {
                stream.publish(NOTE, true);
            }
        }
        store.tick(System.nanoTime() + Duration.ofMinutes(2).toNanos());
        assertThat(store.size()).isZero();
        assertThat(store.bytes()).isZero();
        assertThat(store.streams()).isZero();
    }
}
