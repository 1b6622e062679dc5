package dev.tributary.flow.wire.mllp;

import dev.tributary.flow.routes.RouteFiles;
import dev.tributary.flow.routes.RouteFolder;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.flow.wire.FeedRoutes;
import dev.tributary.flow.wire.Feeds;
import dev.tributary.flow.wire.Intake;
import dev.tributary.flow.wire.JournaledIntake;
import dev.tributary.flow.wire.RecordingJournal;
import dev.tributary.flow.wire.ReturnPaths;
import dev.tributary.flow.wire.WireMeters;
import dev.tributary.kit.MllpClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** The real edge on a free port: shipped route template, Camel, Netty, intake; only the journal is in memory. */
final class Edge implements AutoCloseable {

    final RecordingJournal journal = new RecordingJournal();
    final MeterRegistry registry = new SimpleMeterRegistry();
    final ReturnPaths returnPaths = new ReturnPaths();
    final CamelContext camel = new DefaultCamelContext();

    private Edge() {}

    static Edge start(Map<String, String> settings) throws Exception {
        Edge edge = new Edge();
        FeedRegistry feeds = Feeds.one(settings);
        WireMeters meters = new WireMeters(edge.registry);
        Clock clock = Clock.systemUTC();
        Intake intake = new JournaledIntake(edge.journal, edge.journal, feeds, meters, clock);
        edge.camel.getRegistry().bind("intake", Intake.class, intake);
        edge.camel.addComponent(
                FeedComponent.SCHEME, new FeedComponent(feeds, intake, edge.returnPaths, meters, clock));
        new RouteFiles(RouteFolder.read(Path.of(""))).loadInto(edge.camel);
        RouteFiles.instantiate(edge.camel, new FeedRoutes(feeds).routes());
        edge.camel.start();
        return edge;
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

    @Override
    public void close() {
        camel.stop();
        journal.close();
    }
}
