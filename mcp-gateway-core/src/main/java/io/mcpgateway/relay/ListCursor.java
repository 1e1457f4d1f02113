package io.mcpgateway.relay;

import io.mcpgateway.view.Target;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of a list starts. The gateway keeps nothing between two pages: a cursor names entries around the
 * place, so that it finds the place again in a list that has changed since. It knows the last entry that was sent, the one
 * after it, a few before it, and the last ones of the servers before its own, for a server whose entries are all gone. Names
 * are kept as digests, so that every cursor is short. Immutable.
 */
final class ListCursor {
    private static final int MOST_NEAR = 8;
    private static final int MOST_SERVERS = 7;
    private static final int FIXED = 2 * Integer.BYTES + Long.BYTES;
    /** The longest text, in characters. */
    private static final int LONGEST = (FIXED + (MOST_NEAR + MOST_SERVERS) * Long.BYTES) * 4 / 3 + 4;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** Where to go on if no entry is found again: at the start if the entries before reach back to it. */
    private final int otherwise;

    private final long next;
    /** The entries before the place, the nearest first. */
    private final long[] before;

    private ListCursor(int otherwise, long next, long[] before) {
        this.otherwise = otherwise;
        this.next = next;
        this.before = before;
    }

    /** The place before the entry with this index, which is neither the first nor after the last. */
    static ListCursor before(int index, List<Target> entries) {
        long[] anchors = new long[MOST_NEAR + MOST_SERVERS];
        int count = 0;
        int servers = 0;
        int i = index - 1;
        for (; i >= 0 && servers < MOST_SERVERS; i--) {
            boolean near = index - i <= MOST_NEAR;
            boolean lastOfServer = i < index - 1 && !server(entries.get(i)).equals(server(entries.get(i + 1)));
            if (near || lastOfServer) {
                anchors[count++] = digest(entries.get(i));
                servers += near ? 0 : 1;
            }
        }
        return new ListCursor(i < 0 ? 0 : index, digest(entries.get(index)), Arrays.copyOf(anchors, count));
    }

    /** Reads what {@link #text} wrote for the same list; null if it is damaged, or of another list or gateway. */
    static @Nullable ListCursor parse(String list, String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (bytes.length < FIXED || bytes.length % Long.BYTES != 0) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int sum = buffer.getInt();
        int otherwise = buffer.getInt();
        long next = buffer.getLong();
        long[] before = new long[buffer.remaining() / Long.BYTES];
        buffer.asLongBuffer().get(before);
        ListCursor cursor = new ListCursor(otherwise, next, before);
        return sum == cursor.sum(list) && otherwise >= 0 && cursor.text(list).equals(text) ? cursor : null;
    }

    String text(String list) {
        ByteBuffer buffer = ByteBuffer.allocate(FIXED + before.length * Long.BYTES);
        buffer.putInt(sum(list));
        put(buffer);
        return ENCODER.encodeToString(buffer.array());
    }

    /** Guards against accidents, and against the cursor of another list; nothing is gained by forging one. */
    private int sum(String list) {
        ByteBuffer buffer = ByteBuffer.allocate(FIXED + before.length * Long.BYTES);
        put(buffer);
        CRC32 crc = new CRC32();
        crc.update(("mcp-gateway/1 " + list).getBytes(StandardCharsets.US_ASCII));
        crc.update(buffer.array(), 0, buffer.position());
        return (int) crc.getValue();
    }

    private void put(ByteBuffer buffer) {
        buffer.putInt(otherwise).putLong(next);
        for (long anchor : before) {
            buffer.putLong(anchor);
        }
    }

    /** The index at which the page starts in the list as it is now; its size if nothing comes after. */
    int startIn(List<Target> entries) {
        // What tells the place most exactly comes first: the entry before it, the one after it, then those further
        // away.
        Map<Long, Integer> ranks = new HashMap<>();
        for (int i = 0; i < before.length; i++) {
            ranks.putIfAbsent(before[i], i == 0 ? 0 : i + 1);
        }
        ranks.putIfAbsent(next, 1);
        int best = Integer.MAX_VALUE;
        int start = Math.min(otherwise, entries.size());
        for (int i = 0; i < entries.size() && best > 0; i++) {
            Integer rank = ranks.get(digest(entries.get(i)));
            if (rank != null && rank < best) {
                best = rank;
                start = rank == 1 ? i : i + 1;
            }
        }
        return start;
    }

    private static String server(Target entry) {
        return entry.server().name();
    }

    /** Of a hash for which nobody finds a second name, so that no server hides the entries of another one. */
    private static long digest(Target entry) {
        try {
            byte[] name = entry.exposed().getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
