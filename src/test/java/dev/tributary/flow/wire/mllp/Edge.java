package dev.tributary.flow.wire.mllp;

import dev.tributary.flow.routes.RouteFiles;
import dev.tributary.flow.routes.RouteFolder;
import dev.tributary.flow.wire.EnhancedAcknowledgments;
import dev.tributary.flow.wire.FeedDesks;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.flow.wire.FeedRoutes;
import dev.tributary.flow.wire.Feeds;
import dev.tributary.flow.wire.Intake;
import dev.tributary.flow.wire.JournaledIntake;
import dev.tributary.flow.wire.RecordingJournal;
import dev.tributary.flow.wire.ReturnPaths;
import dev.tributary.flow.wire.RouteIntake;
import dev.tributary.flow.wire.WireMeters;
import dev.tributary.journal.JournalAcknowledgments;
import dev.tributary.journal.MessageJournal;
import dev.tributary.journal.MessageSearch;
import dev.tributary.kit.MllpClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** The real edge on a free port: shipped route template, Camel, Netty, intake; the journal is in memory or the test's own. */
final class Edge implements AutoCloseable {

    final RecordingJournal journal;
    final MeterRegistry registry = new SimpleMeterRegistry();
    final ReturnPaths returnPaths = new ReturnPaths();
    final CamelContext camel = new DefaultCamelContext();
    final EnhancedAcknowledgments applicationAcknowledgments;

    private Edge(
            Map<String, String> settings,
            RecordingJournal memory,
            MessageJournal messages,
            JournalAcknowledgments heard,
            MessageSearch search) {
        journal = memory;
        FeedRegistry feeds = Feeds.one(settings);
        WireMeters meters = new WireMeters(registry);
        Clock clock = Clock.systemUTC();
        FeedDesks desks = new FeedDesks(feeds, meters, clock);
        applicationAcknowledgments = new EnhancedAcknowledgments(desks, returnPaths, () -> search);
        Intake intake = new JournaledIntake(messages, heard, applicationAcknowledgments, desks, clock);
        camel.getRegistry().bind("intake", Intake.class, intake);
        camel.getRegistry().bind("routeIntake", RouteIntake.class, new RouteIntake(intake, clock));
        camel.addComponent(FeedComponent.SCHEME, new FeedComponent(feeds, intake, returnPaths, meters, clock));
        new RouteFiles(RouteFolder.read(Path.of(""))).loadInto(camel);
        RouteFiles.instantiate(camel, new FeedRoutes(feeds).routes());
    }

    /** Started, with a journal in memory. */
    static Edge start(Map<String, String> settings) throws Exception {
        RecordingJournal memory = new RecordingJournal();
        Edge edge = new Edge(settings, memory, memory, memory, memory);
        edge.camel.start();
        return edge;
    }

    /** Not yet started, with a journal of the test's own. */
    static Edge on(
            Map<String, String> settings, MessageJournal messages, JournalAcknowledgments heard, MessageSearch search) {
        return new Edge(settings, new RecordingJournal(), messages, heard, search);
    }

    int port() {
        return ((FeedConsumer) camel.getRoute("feed-default").getConsumer()).localPort();
    }

    MllpClient client() {
        return MllpClient.to(port());
    }

    double count(String meter, String... tags) {
        return registry.find(meter).tags(tags).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    double gauge(String meter) {
        return registry.get(meter).gauge().value();
    }

    @Override
    public void close() {
        applicationAcknowledgments.close();
        camel.stop();
        journal.close();
    }
}
