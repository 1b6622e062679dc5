package dev.tributary.flow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.alert.Alert;
import dev.tributary.alert.Severity;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.Delivery;
import dev.tributary.alert.ledger.DeliveryState;
import dev.tributary.base.FaultException;
import dev.tributary.base.Meters;
import dev.tributary.kit.AlertRig;
import dev.tributary.kit.Receiver;
import dev.tributary.kit.Receiver.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDeliveryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Receiver receiver = new Receiver();
    private final Receiver other = new Receiver();
    private AlertRig rig;
    private DeliveryRig delivery;

    @BeforeEach
    void start(@TempDir Path folder) {
        Map<String, String> settings = new HashMap<>();
        subscriber(settings, "ward", receiver.url());
        subscriber(settings, "clinic", other.url());
        settings.put("ward.headers.X-Tenant", "north");
        settings.put("ward.bearer-token", "secret-token");
        settings.put("clinic.content", "binary");
        rig = new AlertRig(folder, settings).startBroker();
        rig.startRelay();
        delivery = new DeliveryRig(rig);
    }

    private static void subscriber(Map<String, String> settings, String name, String url) {
        settings.put(name + ".url", url);
        settings.put(name + ".timeout", "2s");
        settings.put(name + ".retry-min", "50ms");
        settings.put(name + ".retry-max", "200ms");
        settings.put(name + ".max-response", "8KB");
    }

    @AfterEach
    void close() {
        delivery.close();
        rig.close();
        receiver.close();
        other.close();
    }

    @Test
    void anAlertArrivesAsAStructuredCloudEvent() throws Exception {
        rig.commit(alert(1));

        await().atMost(PATIENCE).until(() -> receiver.requests().size() == 1);
        Request request = receiver.requests().get(0);
        assertThat(request.headers().getFirst("Content-Type")).startsWith("application/cloudevents+json");
        assertThat(request.headers().getFirst("X-Tenant")).isEqualTo("north");
        assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer secret-token");
        assertThat(request.headers().getFirst("Tributary-Attempt")).isEqualTo("1");
        assertThat(new ObjectMapper().readTree(request.body()).get("id").asText())
                .isEqualTo(alert(1).id());
    }

    @Test
    void anAlertArrivesAsABinaryCloudEvent() throws Exception {
        rig.commit(alert(1));

        await().atMost(PATIENCE).until(() -> other.requests().size() == 1);
        Request request = other.requests().get(0);
        assertThat(request.headers().getFirst("ce-id")).isEqualTo(alert(1).id());
        assertThat(request.headers().getFirst("ce-type")).isEqualTo("dev.tributary.alert.critical-result");
        assertThat(request.headers().getFirst("ce-specversion")).isEqualTo("1.0");
        assertThat(request.headers().getFirst("Content-Type")).startsWith("application/json");
        assertThat(new ObjectMapper().readTree(request.body()).get("text").asText())
                .isEqualTo("alert number 1");
    }

    @Test
    void theLedgerSaysWhenASubscriberHasIt() {
        rig.commit(alert(1));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(deliveries(1))
                .extracting(Delivery::subscriber, Delivery::state, Delivery::outcome, Delivery::attempts)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("clinic", DeliveryState.DELIVERED, "202", 1),
                        org.assertj.core.groups.Tuple.tuple("ward", DeliveryState.DELIVERED, "202", 1)));
    }

    @Test
    void aDeadSubscriberFillsOnlyItsOwnQueueAndTheOtherGetsAllInOrder() {
        receiver.close();
        for (int i = 0; i < 100; i++) {
            rig.commit(alert(i));
        }

        await().atMost(PATIENCE).until(() -> other.requests().size() == 100);

        assertThat(other.requests().stream()
                        .map(request -> request.headers().getFirst("ce-id"))
                        .toList())
                .containsExactlyElementsOf(idsTo(100));
        assertThat(delivery.depth("alerts.ward")).isEqualTo(100);
        await().atMost(PATIENCE).until(() -> delivery.depth("alerts.clinic") == 0);
        assertThat(delivery.control.named("ward").orElseThrow().failing()).isTrue();
        assertThat(delivery.control.named("clinic").orElseThrow().failing()).isFalse();
    }

    @Test
    void aSubscriberThatComesBackGetsEverythingInOrder() {
        int port = receiver.port();
        receiver.close();
        for (int i = 0; i < 20; i++) {
            rig.commit(alert(i));
        }
        await().atMost(PATIENCE)
                .until(() -> delivery.control.named("ward").orElseThrow().failing());

        try (Receiver back = new Receiver(port)) {
            await().atMost(PATIENCE).until(() -> back.requests().size() >= 20);
            assertThat(structuredIds(back)).containsExactlyElementsOf(idsTo(20));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503, 302})
    void whatSaysNotNowIsTriedAgainAtTheHead(int status) {
        AtomicInteger calls = new AtomicInteger();
        receiver.behave(exchange -> {
            if (calls.incrementAndGet() <= 3) {
                exchange.getResponseHeaders().set("Location", other.url());
                exchange.sendResponseHeaders(status, -1);
            } else {
                exchange.sendResponseHeaders(200, -1);
            }
        });
        rig.commit(alert(1), alert(2));

        await().atMost(PATIENCE).until(() -> receiver.requests().size() == 5);
        assertThat(structuredIds(receiver))
                .containsExactly(alert(1).id(), alert(1).id(), alert(1).id(), alert(1).id(), alert(2).id());
        assertThat(receiver.requests().get(3).headers().getFirst("Tributary-Attempt"))
                .isEqualTo("4");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(deliveries(1))
                .filteredOn(entry -> entry.subscriber().equals("ward"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.attempts()).isEqualTo(4)));
        // a redirect is not followed: nothing structured arrives at the other address
        assertThat(other.requests()).allMatch(request -> request.headers().getFirst("ce-id") != null);
        assertThat(delivery.count(Meters.DELIVERIES, "ward", "retried")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void nothingGoesWhereARedirectPoints(int status) {
        try (Receiver elsewhere = new Receiver()) {
            receiver.behave(exchange -> {
                exchange.getResponseHeaders().set("Location", elsewhere.url());
                exchange.sendResponseHeaders(status, -1);
            });
            rig.commit(alert(1));

            await().atMost(PATIENCE).until(() -> receiver.requests().size() >= 3);
            assertThat(delivery.control.named("ward").orElseThrow().faultOutcome())
                    .isEqualTo(String.valueOf(status));
            assertThat(delivery.depth("alerts.ward")).isEqualTo(1);
            // as when somebody has corrected the address
            receiver.behave(Receiver.answer(200));
            await().atMost(PATIENCE).until(() -> delivery.depth("alerts.ward") == 0);
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void whoTimesOutAfterItHasTheAlertGetsARepeatThatSaysSo() {
        AtomicInteger calls = new AtomicInteger();
        receiver.behave(exchange -> {
            if (calls.incrementAndGet() == 1) {
                pause(5_000);
            }
            exchange.sendResponseHeaders(200, -1);
        });
        rig.commit(alert(1));

        await().atMost(PATIENCE).until(() -> delivery.depth("alerts.ward") == 0);
        assertThat(receiver.requests())
                .extracting(request -> request.headers().getFirst("Tributary-Alert"), request -> request.headers()
                        .getFirst("Tributary-Attempt"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(alert(1).id(), "1"),
                        org.assertj.core.groups.Tuple.tuple(alert(1).id(), "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "reset", "drip", "flood"})
    void aSubscriberThatMisbehavesLosesNothing(String manner) {
        AtomicInteger calls = new AtomicInteger();
        receiver.behave(exchange -> {
            if (calls.incrementAndGet() > 1) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            switch (manner) {
                case "hang" -> pause(5_000);
                case "reset" -> exchange.close();
                case "drip" -> {
                    exchange.sendResponseHeaders(200, 0);
                    for (int i = 0; i < 50; i++) {
                        exchange.getResponseBody().write('x');
                        exchange.getResponseBody().flush();
                        pause(100);
                    }
                }
                default -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] page = "<html>".repeat(2_000).getBytes(StandardCharsets.UTF_8);
                    for (int i = 0; i < 1_000; i++) {
                        exchange.getResponseBody().write(page);
                    }
                }
            }
        });
        rig.commit(alert(1), alert(2));

        await().atMost(PATIENCE).until(() -> structuredIds(receiver).contains(alert(2).id()));
        assertThat(structuredIds(receiver)).containsSubsequence(alert(1).id(), alert(2).id());
        await().atMost(PATIENCE).until(() -> delivery.depth("alerts.ward") == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 410, 422})
    void whatIsRefusedForGoodGoesToTheDeadLetterQueueAndTheNextOneIsDelivered(int status) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        receiver.behave(exchange -> exchange.sendResponseHeaders(calls.incrementAndGet() == 1 ? status : 200, -1));
        rig.commit(alert(1), alert(2));

        await().atMost(PATIENCE).until(() -> receiver.requests().size() == 2);
        await().atMost(PATIENCE).until(() -> delivery.depth("alerts.ward.dead") == 1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(deliveries(1))
                .filteredOn(entry -> entry.subscriber().equals("ward"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.state()).isEqualTo(DeliveryState.REJECTED);
                    assertThat(entry.outcome()).isEqualTo(String.valueOf(status));
                }));
        assertThat(rig.take("alerts.ward.dead", 1).get(0).getStringProperty("alertId"))
                .isEqualTo(alert(1).id());
        assertThat(delivery.count(Meters.DELIVERIES, "ward", "rejected")).isEqualTo(1);
    }

    @Test
    void pausedDeliveriesWaitAndGoOnInOrder() {
        delivery.control.pause("ward");
        rig.commit(alert(1), alert(2));
        await().atMost(PATIENCE).until(() -> other.requests().size() == 2);
        assertThat(receiver.requests()).isEmpty();
        assertThat(delivery.control.named("ward").orElseThrow().paused()).isTrue();

        delivery.control.resume("ward");

        await().atMost(PATIENCE).until(() -> receiver.requests().size() == 2);
        assertThat(structuredIds(receiver)).containsExactly(alert(1).id(), alert(2).id());
    }

    @Test
    void aSubscriberThatIsDownCanBePausedInTheMiddleOfARetry() {
        receiver.behave(Receiver.answer(503));
        rig.commit(alert(1));
        await().atMost(PATIENCE).until(() -> receiver.requests().size() >= 2);

        delivery.control.pause("ward");

        int seen = receiver.requests().size();
        rig.commit(alert(2));
        await().atMost(PATIENCE).until(() -> other.requests().size() == 2);
        assertThat(receiver.requests()).hasSize(seen);
        assertThat(delivery.depth("alerts.ward")).isEqualTo(2);
        receiver.behave(Receiver.answer(200));
        delivery.control.resume("ward");
        await().atMost(PATIENCE).until(() -> delivery.depth("alerts.ward") == 0);
        assertThat(structuredIds(receiver).subList(seen, receiver.requests().size()))
                .containsExactly(alert(1).id(), alert(2).id());
    }

    @Test
    void pausingNobodyIsAMistake() {
        assertThatThrownBy(() -> delivery.control.pause("nobody")).isInstanceOf(FaultException.class);
    }

    private List<Delivery> deliveries(int number) {
        return new AlertLedger(rig.jdbc).byId(alert(number).id()).orElseThrow().deliveries();
    }

    private static List<String> structuredIds(Receiver at) {
        List<String> ids = new ArrayList<>();
        for (Request request : at.requests()) {
            try {
                ids.add(new ObjectMapper().readTree(request.body()).get("id").asText());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return ids;
    }

    private static List<String> idsTo(int end) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < end; i++) {
            ids.add(alert(i).id());
        }
        return ids;
    }

    // the misbehaving server takes its time; the test itself waits for nothing by the clock
    private static void pause(long millis) {
        try {
            new java.util.concurrent.CountDownLatch(1).await(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Alert alert(int number) {
        return AlertRig.alert("critical-result", Severity.CRITICAL, "p1", number);
    }
}
