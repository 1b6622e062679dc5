package dev.tributary.flow.delivery;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Throws an answer's body away, and hangs up where it is too long: only the status counts, and an answer may quote the
 * alert. Gives the bytes seen.
 */
final class BoundedBody implements BodySubscriber<Long> {

    private final long most;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private @Nullable Subscription subscription;
    private long seen;

    BoundedBody(long most) {
        this.most = most;
    }

    @Override
    public CompletionStage<Long> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            seen += buffer.remaining();
        }
        Subscription current = subscription;
        if (current == null) {
            return;
        }
        if (seen > most) {
            current.cancel();
            done.complete(seen);
        } else {
            current.request(1);
        }
    }

    @Override
    public void onError(Throwable cause) {
        done.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        done.complete(seen);
    }
}
