package io.mcpgateway.http;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The event streams of one legacy session, and their events as far as they are kept: a client that lost a connection may ask
 * for what it missed (specification 2025-03-26 to 2025-11-25, basic/transports, "Resumability and Redelivery"). Bounded;
 * the oldest events that went out to a client are dropped first, then the oldest that did not.
 *
 * <p>Thread-safe: the monitor of the store guards the store and its streams. No connection is written to under it.
 */
final class EventStore {
    private static final Pattern ID = Pattern.compile("([0-9]{1,9})-([0-9]{1,18})");

    final GatewayServletOptions options;

    // All guarded by this.
    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private final Map<Integer, ResumableStream> streams = new HashMap<>();
    private long bytes;
    private int lastStream;
    private boolean closed;
    private boolean primes;

    /** One event as it goes over the wire. */
    record Event(ResumableStream stream, long number, byte[] text) {}

    /** Where a client wants to go on: after an event of a stream. */
    record Position(ResumableStream stream, long after) {}

    EventStore(GatewayServletOptions options) {
        this.options = options;
    }

    /** Clients of this session know events without data, and what to do when a connection is closed early. */
    synchronized void prime() {
        primes = true;
    }

    /** Whether connections start with an event without data. */
    synchronized boolean primes() {
        return primes;
    }

    /** A new stream. */
    synchronized ResumableStream open() {
        ResumableStream stream = new ResumableStream(this, lastStream++, closed);
        if (!closed) {
            streams.put(stream.number(), stream);
        }
        return stream;
    }

    /** Where the event with this id is; empty if it is unknown, or not all is kept that followed it. */
    synchronized Optional<Position> find(String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ResumableStream stream = streams.get(Integer.parseInt(matcher.group(1)));
        long after = Long.parseLong(matcher.group(2));
        return stream != null && stream.reaches(after) ? Optional.of(new Position(stream, after)) : Optional.empty();
    }

    /** Keeps an event; guarded by this. */
    void keep(Event event) {
        if (event.text.length > options.storedBytes()) {
            event.stream.forget(event.number);
            return;
        }
        events.add(event);
        bytes += event.text.length;
        while (events.size() > options.storedEvents() || bytes > options.storedBytes()) {
            drop();
        }
    }

    private void drop() {
        for (Iterator<Event> all = events.iterator(); all.hasNext(); ) {
            Event event = all.next();
            if (event.stream.wentOut(event.number)) {
                all.remove();
                dropped(event);
                return;
            }
        }
        dropped(events.remove());
    }

    private void dropped(Event event) {
        bytes -= event.text.length;
        event.stream.forget(event.number);
        forgetIfSpent(event.stream);
    }

    /** Forgets a stream of which nothing is left; guarded by this. */
    void forgetIfSpent(ResumableStream stream) {
        if (stream.isSpent()) {
            streams.remove(stream.number());
        }
    }

    /** The events of a stream from a number on; guarded by this. */
    Iterable<Event> from(ResumableStream stream, long number) {
        return () -> events.stream()
                .filter(event -> event.stream == stream && event.number >= number)
                .iterator();
    }

    /** Shows signs of life, and forgets streams that ended some time ago. */
    void tick(long now) {
        for (ResumableStream stream : snapshot()) {
            stream.tick(now);
        }
        synchronized (this) {
            streams.values().removeIf(stream -> {
                boolean over = stream.endedBefore(now - options.storedFor().toNanos());
                if (over) {
                    removeEvents(stream);
                }
                return over;
            });
        }
    }

    private void removeEvents(ResumableStream stream) {
        for (Iterator<Event> all = events.iterator(); all.hasNext(); ) {
            Event event = all.next();
            if (event.stream == stream) {
                all.remove();
                bytes -= event.text.length;
            }
        }
    }

    /** Ends all streams. */
    void close() {
        ResumableStream[] open;
        synchronized (this) {
            closed = true;
            open = snapshot();
            streams.clear();
            events.clear();
            bytes = 0;
        }
        for (ResumableStream stream : open) {
            stream.end();
        }
    }

    private synchronized ResumableStream[] snapshot() {
        return streams.values().toArray(ResumableStream[]::new);
    }

    /** How many events are kept. */
    synchronized int size() {
        return events.size();
    }

    /** How many bytes the kept events have. */
    synchronized long bytes() {
        return bytes;
    }

    /** How many streams can be asked for. */
    synchronized int streams() {
        return streams.size();
    }
}
