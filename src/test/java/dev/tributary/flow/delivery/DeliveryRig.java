package dev.tributary.flow.delivery;

import dev.tributary.alert.broker.QueueDepths;
import dev.tributary.alert.broker.SubscriberQueues;
import dev.tributary.alert.ledger.DeliveryLedger;
import dev.tributary.alert.ledger.SubscriberPauses;
import dev.tributary.base.Meters;
import dev.tributary.flow.delivery.payload.Payloads;
import dev.tributary.flow.routes.RouteFile;
import dev.tributary.flow.routes.RouteFiles;
import dev.tributary.flow.routes.RouteFolder;
import dev.tributary.kit.AlertRig;
import dev.tributary.kit.InMemoryFhirStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** The shipped delivery route in a Camel context of its own, on an {@link AlertRig}. */
final class DeliveryRig implements AutoCloseable {

    final DeliveryControl control;
    final InMemoryFhirStore store = new InMemoryFhirStore();
    final Map<Long, byte[]> originals = new ConcurrentHashMap<>();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final CamelContext camel = new DefaultCamelContext();
    private final SubscriberQueues queues;

    DeliveryRig(AlertRig rig) {
        queues = new SubscriberQueues(rig.access(), rig.subscribers);
        Clock clock = Clock.systemUTC();
        DeliveryBoard board = new DeliveryBoard(meters, clock);
        DeliveryLedger ledger = new DeliveryLedger(rig.jdbc, rig.clock);
        Courier courier = new Courier(
                rig.subscribers,
                new Payloads(store, message -> Optional.ofNullable(originals.get(message))),
                ledger,
                board,
                rig.clock);
        SubscriberPauses pauses = new SubscriberPauses(rig.jdbc, rig.clock);
        JmsComponent broker = new DeliveryConfiguration().brokerComponent(rig.access(), queues);
        // so long does every test wait for its consumers to stop
        broker.setReceiveTimeout(100);
        camel.addComponent("broker", broker);
        camel.getRegistry().bind("courier", courier);
        loadRoutes(camel, new DeliveryRoutes(rig.subscribers, pauses));
        camel.start();
        control = new DeliveryControl(camel, rig.subscribers, pauses, new QueueDepths(queues, clock), board, courier);
    }

    static void loadRoutes(CamelContext camel, DeliveryRoutes routes) {
        List<RouteFile> files = RouteFolder.read(Path.of("")).stream()
                .filter(file -> file.name().contains("deliver"))
                .toList();
        new RouteFiles(files).loadInto(camel);
        RouteFiles.instantiate(camel, routes.routes());
    }

    long depth(String queue) {
        return queues.depths().getOrDefault(queue, -1L);
    }

    double count(Meters meter, String subscriber, String outcome) {
        return meters.counter(meter.meterName(), "subscriber", subscriber, "outcome", outcome)
                .count();
    }

    @Override
    public void close() {
        camel.stop();
        queues.close();
    }
}
