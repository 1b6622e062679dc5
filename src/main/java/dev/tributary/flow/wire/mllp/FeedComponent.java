package dev.tributary.flow.wire.mllp;

import dev.tributary.base.FeedName;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.flow.wire.Intake;
import dev.tributary.flow.wire.ReturnPaths;
import dev.tributary.flow.wire.WireMeters;
import dev.tributary.hl7.WireMessage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.TypeConverterSupport;
import org.jspecify.annotations.Nullable;

/**
 * The Camel component {@code hl7-feed}: {@code from("hl7-feed:lab")} receives the messages of feed {@code lab} on its
 * MLLP port. The body is a {@link WireMessage}, also readable as bytes; the route must end in {@code
 * bean:intake?method=accept}, whose answer goes back to the sender.
 */
public final class FeedComponent extends DefaultComponent {

    /** The scheme, and the name of the component in the registry. */
    public static final String SCHEME = "hl7-feed";

    private final FeedRegistry feeds;
    private final Intake intake;
    private final ReturnPaths returnPaths;
    private final WireMeters meters;
    private final Clock clock;
    private @Nullable EventLoops loops;

    /**
     * @param feeds gives ports and limits
     * @param intake takes what the route cannot
     * @param returnPaths learns of open connections
     * @param meters counts connections and broken frames
     * @param clock gives the time of receipt
     */
    public FeedComponent(FeedRegistry feeds, Intake intake, ReturnPaths returnPaths, WireMeters meters, Clock clock) {
        this.feeds = feeds;
        this.intake = intake;
        this.returnPaths = returnPaths;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        FeedName feed = new FeedName(remaining);
        FeedProperties properties = feeds.get(feed);
        if (!properties.hasPort()) {
            throw new IllegalArgumentException(
                    "feed '" + feed + "' has no port: set tributary.feeds." + feed + ".port");
        }
        return new FeedEndpoint(uri, this, feed, properties);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        TypeConverterRegistry converters = getCamelContext().getTypeConverterRegistry();
        converters.addTypeConverter(byte[].class, WireMessage.class, new BytesOfMessage());
        converters.addTypeConverter(InputStream.class, WireMessage.class, new StreamOfMessage());
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        EventLoops running = loops;
        loops = null;
        if (running != null) {
            running.close();
        }
    }

    synchronized EventLoops loops() {
        EventLoops running = loops;
        if (running == null) {
            running = new EventLoops();
            loops = running;
        }
        return running;
    }

    Intake intake() {
        return intake;
    }

    PeerSettings peers(FeedName feed, FeedProperties properties) {
        return new PeerSettings(
                feed,
                Math.toIntExact(properties.limits().frameSize().toBytes()),
                properties.limits().inFlight(),
                properties.limits().frameTime(),
                properties.limits().idle(),
                clock,
                meters.of(feed),
                returnPaths);
    }

    // copies: whatever a route does, the bytes received never change (invariant 2)
    private static final class BytesOfMessage extends TypeConverterSupport {
        @Override
        public <T> @Nullable T convertTo(Class<T> type, org.apache.camel.@Nullable Exchange exchange, Object value) {
            return type.cast(((WireMessage) value).bytes().clone());
        }
    }

    private static final class StreamOfMessage extends TypeConverterSupport {
        @Override
        public <T> @Nullable T convertTo(Class<T> type, org.apache.camel.@Nullable Exchange exchange, Object value) {
            return type.cast(new ByteArrayInputStream(((WireMessage) value).bytes()));
        }
    }
}
