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
 * alert. Gives what a glance told.
 */
final class BoundedBody implements BodySubscriber<BoundedBody.Glance> {

    private final long most;
    private final CompletableFuture<Glance> done = new CompletableFuture<>();
    private @Nullable Subscription subscription;
    private long seen;
    private boolean begun;
    private boolean markup;

    /**
     * What is kept of a body.
     *
     * @param bytes seen
     * @param markup whether its first visible character opens a tag
     */
    record Glance(long bytes, boolean markup) {}

    BoundedBody(long most) {
        this.most = most;
    }

    @Override
    public CompletionStage<Glance> getBody() {
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
            look(buffer);
        }
        Subscription current = subscription;
        if (current == null) {
            return;
        }
        if (seen > most) {
            current.cancel();
            done.complete(new Glance(seen, markup));
        } else {
            current.request(1);
        }
    }

    private void look(ByteBuffer buffer) {
        for (int i = buffer.position(); i < buffer.limit() && !begun; i++) {
            byte octet = buffer.get(i);
            begun = octet > ' ';
            markup = octet == '<';
        }
    }

    @Override
    public void onError(Throwable cause) {
        done.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        done.complete(new Glance(seen, markup));
    }
}
