package io.mcpgateway.session;

import io.mcpgateway.json.Elements;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate.Receipt;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON-RPC batch, which only revision 2025-03-26 has: its messages are taken one by one, and the responses go back
 * together, as one array in the order of the requests, when the last one is there. What is no message gets an error of its
 * own in that array. Source: JSON-RPC 2.0, section 6; 2025-03-26, basic, "Batching". Thread-safe.
 */
final class Batch {
    /** More than any client sends at once, and few enough that one line cannot fill the table of requests in flight. */
    static final int MOST = 100;

    private final ReplyStream replies;
    private final List<@Nullable JsonText> responses = new ArrayList<>(); // guarded by itself
    private int open = 1; // guarded by responses; the first one is the batch itself, until all is handed over
    private boolean asked; // guarded by responses

    private Batch(ReplyStream replies) {
        this.replies = replies;
    }

    /** Takes one message of a batch. */
    interface Receiver {
        /** As {@link io.mcpgateway.spi.ClientGate.Conversation#receive}. */
        Receipt receive(JsonText message, ReplyStream replies);
    }

    /** Takes a batch. */
    static Receipt receive(JsonText message, ReplyStream replies, Receiver each) {
        List<JsonText> messages;
        try {
            messages = Elements.of(message, MOST);
        } catch (MalformedMessageException e) {
            Answers.refuse(replies, null, e.code(), e.getMessage(), ReplyStatus.MALFORMED);
            return new Whole(Receipt.Kind.INVALID, List.of());
        }
        if (messages.isEmpty()) {
            Answers.refuse(
                    replies, null, Answers.INVALID_REQUEST, "Invalid message: an empty batch", ReplyStatus.MALFORMED);
            return new Whole(Receipt.Kind.INVALID, List.of());
        }
        return new Batch(replies).receive(messages, each);
    }

    private Receipt receive(List<JsonText> messages, Receiver each) {
        List<Receipt> receipts = new ArrayList<>(messages.size());
        for (JsonText message : messages) {
            Part part = new Part(begin());
            Receipt receipt = each.receive(message, part);
            receipts.add(receipt);
            if (receipt.kind() == Receipt.Kind.ONE_WAY) {
                done(part.index, null);
            } else {
                synchronized (responses) {
                    asked = true;
                }
            }
        }
        boolean request;
        synchronized (responses) {
            request = asked;
        }
        done(0, null); // all is handed over
        return new Whole(request ? Receipt.Kind.REQUEST : Receipt.Kind.ONE_WAY, receipts);
    }

    private int begin() {
        synchronized (responses) {
            responses.add(null);
            open++;
            return responses.size() - 1;
        }
    }

    private void done(int index, @Nullable JsonText response) {
        JsonText all;
        synchronized (responses) {
            if (response != null) {
                responses.set(index, response);
            }
            if (--open > 0 || !asked) {
                return;
            }
            all = array();
        }
        if (all == null) {
            replies.cancelled();
        } else {
            replies.end(all, ReplyStatus.ANSWERED);
        }
    }

    /** The responses that came; null if all requests were cancelled. */
    private @Nullable JsonText array() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonText response : responses) {
            if (response != null) {
                out.write(out.size() == 0 ? '[' : ',');
                out.write(response.array(), response.offset(), response.length());
            }
        }
        if (out.size() == 0) {
            return null;
        }
        out.write(']');
        return JsonText.of(out.toByteArray());
    }

    /** Takes what belongs to one message of the batch. */
    private final class Part implements ReplyStream {
        private final int index;

        Part(int index) {
            this.index = index;
        }

        @Override
        public void send(JsonText message) {
            replies.send(message);
        }

        @Override
        public void end(JsonText response, ReplyStatus status) {
            done(index, response);
        }

        @Override
        public void cancelled() {
            done(index, null);
        }
    }

    /** What became of the batch as a whole. */
    private record Whole(Kind kind, List<Receipt> parts) implements Receipt {
        @Override
        public void abandon() {
            parts.forEach(Receipt::abandon);
        }
    }
}
