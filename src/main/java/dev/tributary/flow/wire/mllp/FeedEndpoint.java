package dev.tributary.flow.wire.mllp;

import dev.tributary.base.FeedName;
import dev.tributary.flow.wire.FeedProperties;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** {@code hl7-feed:<feed>}: the MLLP port of one feed. */
final class FeedEndpoint extends DefaultEndpoint {

    private final FeedComponent component;
    private final FeedName feed;
    private final FeedProperties properties;

    FeedEndpoint(String uri, FeedComponent component, FeedName feed, FeedProperties properties) {
        super(uri, component);
        this.component = component;
        this.feed = feed;
        this.properties = properties;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        FeedConsumer consumer = new FeedConsumer(this, component, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("a feed only receives; send to bean:intake?method=accept");
    }

    FeedName feed() {
        return feed;
    }

    FeedProperties properties() {
        return properties;
    }
}
