package dev.tributary.flow.wire;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultException;
import dev.tributary.base.FeedName;
import dev.tributary.hl7.WireMessage;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The intake for routes that people write, whatever they read from (a queue, a folder, a web service): {@code
 * bean:routeIntake?method=accept}. The body must be the bytes as they came.
 */
public final class RouteIntake {

    /** Header that names the feed; without it the feed is {@code default}. */
    public static final String FEED_HEADER = "TributaryFeed";

    /** Header that the route finds afterwards: AA, AE, AR, CA, CE or CR; absent where the message asked for silence. */
    public static final String CODE_HEADER = "TributaryAcknowledgment";

    private final Intake intake;
    private final Clock clock;

    /**
     * @param intake takes the messages
     * @param clock gives the time of receipt
     */
    public RouteIntake(Intake intake, Clock clock) {
        this.intake = intake;
        this.clock = clock;
    }

    /**
     * Called by a route.
     *
     * @param exchange its body one message, many, or an FHS/BHS batch
     * @return completes with the acknowledgment, the new body; exceptionally where nothing could be made durable, so that
     *     the route's source keeps the message and delivers it again
     */
    public CompletionStage<byte[]> accept(Exchange exchange) {
        byte @Nullable [] bytes = exchange.getMessage().getBody(byte[].class);
        if (bytes == null) {
            throw new IllegalArgumentException("the body is no bytes: send the message to routeIntake as it came");
        }
        String feed = exchange.getMessage().getHeader(FEED_HEADER, FeedName.DEFAULT.value(), String.class);
        String from = "route " + exchange.getFromRouteId();
        WireMessage wire = new WireMessage(bytes, new FeedName(feed), from, clock.instant());
        return intake.acceptFile(wire).thenCompose(answer -> {
            Fault why = answer.why();
            if (why != null && why.isTransient()) {
                return CompletableFuture.failedFuture(new FaultException(why));
            }
            if (answer.isSent()) {
                exchange.getMessage().setHeader(CODE_HEADER, answer.code());
            }
            intake.answered(wire, answer);
            return CompletableFuture.completedFuture(answer.bytes());
        });
    }
}
