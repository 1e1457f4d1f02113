package io.mcpgateway.oci;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A body in memory that never gets larger than it may. Confined to the thread that calls, as the HTTP client promises. */
final class BoundedBody implements BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long limit;
    private final boolean cut;
    private final LongConsumer progress;
    private Flow.@Nullable Subscription subscription;

    /**
     * A body.
     *
     * @param limit the most bytes
     * @param cut whether the rest of a larger one is dropped; otherwise it fails
     */
    BoundedBody(long limit, boolean cut, LongConsumer progress) {
        this.limit = limit;
        this.cut = cut;
        this.progress = progress;
    }

    /** There were more bytes than allowed. */
    static final class TooLarge extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        TooLarge(long limit) {
            super("larger than " + limit + " bytes");
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription value) {
        subscription = value;
        value.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int room = (int) Math.min(buffer.remaining(), limit - bytes.size());
            boolean over = buffer.remaining() > room;
            byte[] piece = new byte[room];
            buffer.get(piece);
            bytes.writeBytes(piece);
            if (over) {
                end();
                return;
            }
        }
        progress.accept(bytes.size());
        if (subscription != null) {
            subscription.request(1);
        }
    }

    private void end() {
        if (subscription != null) {
            subscription.cancel();
        }
        if (cut) {
            whole.complete(bytes.toByteArray());
        } else {
            whole.completeExceptionally(new TooLarge(limit));
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.complete(bytes.toByteArray());
    }
}
