package io.mcpgateway.http.wire;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.json.Oversized;
import io.mcpgateway.json.OversizedScan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of server-sent events as its bytes arrive, wherever they are cut (HTML Living Standard, section 9.2).
 * Line ends are LF, CR or CRLF; a byte order mark at the start is skipped; unknown fields and comments are ignored; an
 * event that the stream's end cuts off is dropped. Data beyond the limit is not kept. Confined to one thread at a time.
 */
public final class SseReader {
    private static final int MAX_FIELD = 16;
    private static final int MAX_VALUE = 1024;
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final int maxData;
    private final Handler handler;

    private Place place = Place.MARK;
    private int markSeen;
    private boolean skipLineFeed;
    private Field field = Field.UNKNOWN;
    private final Bytes name = new Bytes(MAX_FIELD);
    private final Bytes value = new Bytes(MAX_VALUE);
    private final Bytes type = new Bytes(MAX_VALUE);
    private Bytes data;
    private boolean hasData;
    private String pendingId = "";
    private String lastId = "";

    /** Hears what the stream brings. */
    public interface Handler {
        /**
         * One event with data.
         *
         * @param type its type; {@code message} if it names none
         * @param data its data in UTF-8, not yet checked; the array belongs to the handler
         */
        void event(String type, byte[] data);

        /** An event was skipped because its data is larger than allowed. */
        void oversized(Oversized seen);

        /** The server asks for this delay before a reconnect. */
        void retry(long milliseconds);
    }

    private enum Place {
        MARK,
        NAME,
        AFTER_COLON,
        VALUE
    }

    private enum Field {
        DATA,
        EVENT,
        ID,
        RETRY,
        UNKNOWN
    }

    /**
     * Starts to read.
     *
     * @param maxData the largest data of one event, in bytes
     */
    public SseReader(int maxData, Handler handler) {
        this.maxData = maxData;
        this.handler = requireNonNull(handler, "handler");
        this.data = Bytes.scanned(maxData);
    }

    /**
     * The id of the last event that had one and came whole; empty if there was none. Kept across events as the standard
     * says, and not that of an event that was cut off: the server would think that it had arrived.
     */
    public String lastId() {
        return lastId;
    }

    /** Takes the next bytes, all of them. */
    public void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (place == Place.VALUE && bytes.hasArray()) {
                takeRun(bytes);
                if (!bytes.hasRemaining()) {
                    return;
                }
            }
            step(bytes.get());
        }
    }

    /** Copies the part of a value that has no line end, in one go. */
    private void takeRun(ByteBuffer bytes) {
        byte[] array = bytes.array();
        int start = bytes.arrayOffset() + bytes.position();
        int end = bytes.arrayOffset() + bytes.limit();
        int i = start;
        while (i < end && array[i] != '\n' && array[i] != '\r') {
            i++;
        }
        if (i > start) {
            target().add(array, start, i - start);
            bytes.position(bytes.position() + i - start);
        }
    }

    private Bytes target() {
        return field == Field.DATA ? data : value;
    }

    private void step(byte b) {
        if (skipLineFeed) {
            skipLineFeed = false;
            if (b == '\n') {
                return;
            }
        }
        if (place == Place.MARK && !afterMark(b)) {
            return;
        }
        if (b == '\n' || b == '\r') {
            skipLineFeed = b == '\r';
            endLine();
            return;
        }
        switch (place) {
            case NAME -> inName(b);
            case AFTER_COLON -> {
                place = Place.VALUE;
                if (b != ' ') {
                    target().add(b);
                }
            }
            default -> target().add(b);
        }
    }

    /** Whether the byte is to be read as usual; what looked like a mark and was none belongs to a field's name. */
    private boolean afterMark(byte b) {
        if (b == MARK[markSeen]) {
            markSeen++;
            if (markSeen == MARK.length) {
                place = Place.NAME;
            }
            return false;
        }
        name.add(MARK, 0, markSeen);
        place = Place.NAME;
        return true;
    }

    private void inName(byte b) {
        if (b != ':') {
            name.add(b);
            return;
        }
        beginField();
        place = Place.AFTER_COLON;
    }

    private void beginField() {
        field = name.overflown
                ? Field.UNKNOWN
                : switch (name.text()) {
                    case "data" -> Field.DATA;
                    case "event" -> Field.EVENT;
                    case "id" -> Field.ID;
                    case "retry" -> Field.RETRY;
                    default -> Field.UNKNOWN;
                };
        value.reset();
        if (field == Field.DATA) {
            if (hasData) {
                data.add((byte) '\n');
            }
            hasData = true;
        }
    }

    private void endLine() {
        if (place == Place.NAME) {
            if (name.isEmpty()) {
                dispatch();
                return;
            }
            beginField(); // a field without a colon has an empty value
        }
        apply();
        name.reset();
        place = Place.NAME;
    }

    private void apply() {
        if (value.overflown) {
            return;
        }
        switch (field) {
            case EVENT -> type.set(value);
            case ID -> {
                if (!value.contains((byte) 0)) {
                    pendingId = value.text();
                }
            }
            case RETRY -> {
                String text = value.text();
                if (text.matches("[0-9]{1,9}")) {
                    handler.retry(Long.parseLong(text));
                }
            }
            default -> {
                // data went to its buffer as it came; the rest is ignored
            }
        }
    }

    private void dispatch() {
        String eventType = type.size == 0 ? "message" : type.text();
        Bytes complete = data;
        boolean present = hasData;
        type.reset();
        hasData = false;
        lastId = pendingId;
        if (!present) {
            return;
        }
        if (complete.overflown) {
            Oversized seen = complete.seen();
            complete.reset();
            handler.oversized(seen);
            return;
        }
        data = Bytes.scanned(maxData);
        handler.event(eventType, complete.take());
    }

    /** Bytes up to a limit; beyond it only the fact is kept, and what a scan finds if it is wanted. */
    private static final class Bytes {
        private static final byte[] NONE = new byte[0];

        private final int max;
        private final boolean scanned;
        private byte[] array = NONE;
        private int size;
        private boolean overflown;
        private @Nullable OversizedScan scan;

        Bytes(int max) {
            this(max, false);
        }

        private Bytes(int max, boolean scanned) {
            this.max = max;
            this.scanned = scanned;
        }

        static Bytes scanned(int max) {
            return new Bytes(max, true);
        }

        void add(byte b) {
            if (room(1)) {
                array[size++] = b;
            } else if (scan != null) {
                scan.feed(new byte[] {b}, 0, 1);
            }
        }

        void add(byte[] source, int offset, int length) {
            if (room(length)) {
                System.arraycopy(source, offset, array, size, length);
                size += length;
            } else if (scan != null) {
                scan.feed(source, offset, length);
            }
        }

        Oversized seen() {
            return (scan == null ? new OversizedScan() : scan).finish();
        }

        private boolean room(int length) {
            if (overflown) {
                return false;
            }
            if (length > max - size) {
                overflown = true;
                if (scanned) {
                    scan = new OversizedScan();
                    scan.feed(array, 0, size);
                }
                array = NONE;
                size = 0;
                return false;
            }
            if (size + length > array.length) {
                long grown = Math.max(size + length, Math.max(64L, 2L * array.length));
                array = Arrays.copyOf(array, (int) Math.min(max, grown));
            }
            return true;
        }

        void set(Bytes other) {
            reset();
            add(other.array, 0, other.size);
        }

        boolean contains(byte b) {
            for (int i = 0; i < size; i++) {
                if (array[i] == b) {
                    return true;
                }
            }
            return false;
        }

        String text() {
            return new String(array, 0, size, StandardCharsets.UTF_8);
        }

        byte[] take() {
            return size == array.length ? array : Arrays.copyOf(array, size);
        }

        boolean isEmpty() {
            return size == 0 && !overflown;
        }

        void reset() {
            size = 0;
            overflown = false;
            scan = null;
        }
    }
}
