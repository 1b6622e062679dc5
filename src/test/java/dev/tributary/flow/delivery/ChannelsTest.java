package dev.tributary.flow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.alert.Alert;
import dev.tributary.alert.Severity;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.Delivery;
import dev.tributary.alert.ledger.DeliveryState;
import dev.tributary.alert.outbox.Resending;
import dev.tributary.base.Meters;
import dev.tributary.cli.send.TestReceiver;
import dev.tributary.hl7.AckCode;
import dev.tributary.kit.AlertRig;
import dev.tributary.kit.MailServer;
import dev.tributary.kit.Receiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way out, on real sockets and files: what is taken, what is tried again, what is refused, and what is seen of it. */
class ChannelsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ONE = "MSH|^~\\&|LAB|GENERAL|||20260301100000||ORU^R01^ORU_R01|CTRL-1|P|2.5.1\r"
            + "PID|1||MRN1^^^GEN^MR||Erfunden^Erna\r";

    @TempDir
    private Path folder;

    private final Map<String, String> settings = new HashMap<>();

    @SuppressWarnings("NullAway.Init")
    private AlertRig rig;

    @SuppressWarnings("NullAway.Init")
    private DeliveryRig delivery;

    private void start(String url, String... more) {
        settings.put("ward.url", url);
        settings.put("ward.timeout", "1s");
        settings.put("ward.retry-min", "50ms");
        settings.put("ward.retry-max", "200ms");
        for (int i = 0; i < more.length; i += 2) {
            settings.put("ward." + more[i], more[i + 1]);
        }
        rig = new AlertRig(folder.resolve("broker"), settings).startBroker();
        rig.startRelay();
        delivery = new DeliveryRig(rig);
        delivery.originals.put(1L, ONE.getBytes(StandardCharsets.UTF_8));
        delivery.originals.put(2L, ONE.replace("CTRL-1", "CTRL-2").getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        delivery.close();
        rig.close();
    }

    @Test
    void mllpCarriesTheOriginalBytes() throws IOException {
        try (TestReceiver receiver = TestReceiver.accepting()) {
            start("mllp://127.0.0.1:" + receiver.port());

            rig.commit(alert(1), alert(2));

            awaitState(2, DeliveryState.DELIVERED, "AA");
            assertThat(receiver.received().stream().map(ChannelsTest::text))
                    .containsExactly(ONE, ONE.replace("CTRL-1", "CTRL-2"));
        }
    }

    @ParameterizedTest
    @CsvSource({"AE, rejected", "CE, rejected", "AR, retried", "CR, retried"})
    void anErrorIsRefusedAndARejectionTriedAgain(AckCode code, String outcome) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (TestReceiver receiver = TestReceiver.answering(
                message -> List.of(TestReceiver.ack(message, calls.incrementAndGet() == 1 ? code : AckCode.AA)))) {
            start("mllp://127.0.0.1:" + receiver.port());

            rig.commit(alert(1), alert(2));

            awaitState(2, DeliveryState.DELIVERED, "AA");
            assertThat(delivery.count(Meters.DELIVERIES, "ward", outcome)).isEqualTo(1);
            boolean refused = outcome.equals("rejected");
            awaitState(1, refused ? DeliveryState.REJECTED : DeliveryState.DELIVERED, refused ? code.name() : "AA");
            assertThat(delivery.depth("alerts.ward.dead")).isEqualTo(refused ? 1 : 0);
        }
    }

    @Test
    void settingsMayTurnErrorAndRejectionRound() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        List<AckCode> script = List.of(AckCode.AE, AckCode.AA, AckCode.AR);
        try (TestReceiver receiver = TestReceiver.answering(
                message -> List.of(TestReceiver.ack(message, script.get(calls.getAndIncrement()))))) {
            start("mllp://127.0.0.1:" + receiver.port(), "mllp.on-error", "retry", "mllp.on-reject", "refuse");

            rig.commit(alert(1), alert(2));

            awaitState(1, DeliveryState.DELIVERED, "AA");
            awaitState(2, DeliveryState.REJECTED, "AR");
        }
    }

    @Test
    void aLateAcknowledgmentIsNeverTakenForTheNextMessage() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        // the first answer comes with the second: two frames, of which the first names the message before
        byte[][] first = new byte[1][];
        try (TestReceiver receiver = TestReceiver.answering(message -> {
            if (calls.incrementAndGet() == 1) {
                first[0] = TestReceiver.ack(message, AckCode.AA);
                return List.of(first[0], first[0]);
            }
            return List.of(TestReceiver.ack(message, AckCode.AE));
        })) {
            start("mllp://127.0.0.1:" + receiver.port());

            rig.commit(alert(1), alert(2));

            // the surplus AA to the first did not make the second delivered: its own AE counts
            awaitState(1, DeliveryState.DELIVERED, "AA");
            awaitState(2, DeliveryState.REJECTED, "AE");
        }
    }

    @Test
    void anAnswerToAnotherMessageOrNoneOrNothingIsNoAnswer() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (TestReceiver receiver = TestReceiver.answering(message -> switch (calls.incrementAndGet()) {
            case 1 ->
                List.of(TestReceiver.ack(ONE.replace("CTRL-1", "OTHER").getBytes(StandardCharsets.UTF_8), AckCode.AA));
            case 2 -> List.of("MSH|^~\\&|X\rMSA|AA\r".getBytes(StandardCharsets.UTF_8));
            case 3 -> List.of();
            case 4 -> List.of(TestReceiver.HANG_UP);
            case 5 -> List.of("hello".getBytes(StandardCharsets.UTF_8));
            default -> List.of(TestReceiver.ack(message, AckCode.CA));
        })) {
            start("mllp://127.0.0.1:" + receiver.port());

            rig.commit(alert(1));

            awaitState(1, DeliveryState.DELIVERED, "CA");
            assertThat(receiver.received()).hasSize(6);
            assertThat(receiver.received())
                    .allSatisfy(bytes -> assertThat(text(bytes)).isEqualTo(ONE));
        }
    }

    @Test
    void aMessageThatTheJournalHasNotAnyMoreIsSetAsideVisibly() throws IOException {
        try (TestReceiver receiver = TestReceiver.accepting()) {
            start("mllp://127.0.0.1:" + receiver.port());

            rig.commit(alert(7), alert(1));

            awaitState(7, DeliveryState.REJECTED, "SUBSCRIBER_REJECTED");
            awaitState(1, DeliveryState.DELIVERED, "AA");
        }
    }

    @Test
    void filesAppearWholeInOrderAndUnderTheAlertsName() throws IOException {
        Path out = folder.resolve("out");
        start(out.toUri().toString());

        rig.commit(alert(1), alert(2));

        awaitState(2, DeliveryState.DELIVERED, "written");
        try (Stream<Path> files = Files.list(out)) {
            List<Path> all = files.sorted().toList();
            assertThat(all).hasSize(2);
            assertThat(all.stream().map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.equals("20260301T100000Z-" + alert(1).id() + ".json"));
            assertThat(new ObjectMapper()
                            .readTree(all.get(0).toFile())
                            .get("specversion")
                            .asText())
                    .isEqualTo("1.0");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsTriedAgainUntilItCan() throws IOException {
        Path out = Files.writeString(folder.resolve("out"), "a file is in the way");
        start(out.toUri().toString());
        rig.commit(alert(1));
        await().atMost(PATIENCE)
                .until(() -> delivery.control.named("ward").orElseThrow().failing());

        Files.delete(out);

        awaitState(1, DeliveryState.DELIVERED, "written");
    }

    @Test
    void mailIsANoticeWithoutPatientDataUnlessTheTextIsAskedFor() {
        try (MailServer server = new MailServer()) {
            start(
                    "smtp://127.0.0.1:" + server.port(),
                    "mail.from",
                    "tributary@hospital.example",
                    "mail.to",
                    "ward@hospital.example",
                    "mail.security",
                    "none");

            rig.commit(alert(1));

            awaitState(1, DeliveryState.DELIVERED, "250");
            assertThat(server.mails()).singleElement().satisfies(mail -> assertThat(mail)
                    .contains("Subject: [critical] Tributary alert: critical-result")
                    .contains("Message-ID: <" + alert(1).id() + "@alerts.tributary>")
                    .contains("Alert " + alert(1).id())
                    .doesNotContain("alert number 1"));
        }
    }

    @Test
    void mailWithTheTextWhereTheSettingsSaySo() {
        try (MailServer server = new MailServer()) {
            start(
                    "smtp://127.0.0.1:" + server.port(),
                    "payload",
                    "text",
                    "mail.from",
                    "tributary@hospital.example",
                    "mail.to",
                    "ward@hospital.example",
                    "mail.security",
                    "none");

            rig.commit(alert(1));

            awaitState(1, DeliveryState.DELIVERED, "250");
            assertThat(server.mails().get(0)).contains("alert number 1");
        }
    }

    @Test
    void aRecipientThatDoesNotExistIsRefusedAndAFullMailboxTriedAgain() {
        try (MailServer server = new MailServer()) {
            server.answerRecipients("452 mailbox full");
            start(
                    "smtp://127.0.0.1:" + server.port(),
                    "mail.from",
                    "tributary@hospital.example",
                    "mail.to",
                    "ward@hospital.example",
                    "mail.security",
                    "none");
            rig.commit(alert(1));
            await().atMost(PATIENCE)
                    .until(() -> delivery.control.named("ward").orElseThrow().failing());
            assertThat(delivery.control.named("ward").orElseThrow().faultOutcome())
                    .isEqualTo("452");

            server.answerRecipients("550 no such user");

            awaitState(1, DeliveryState.REJECTED, "550");
        }
    }

    @Test
    void aPageOfSomethingInBetweenIsNoAnswerOfTheSubscriber() {
        AtomicInteger calls = new AtomicInteger();
        try (Receiver receiver = new Receiver()) {
            receiver.behave(exchange -> {
                boolean page = calls.incrementAndGet() <= 2;
                byte[] body = (page ? "\n <!doctype html><h1>Sign in</h1>" : "OK").getBytes(StandardCharsets.UTF_8);
                // plain words under a careless content type are an answer
                exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            });
            start(receiver.url());

            rig.commit(alert(1));

            awaitState(1, DeliveryState.DELIVERED, "200");
            assertThat(receiver.requests()).hasSize(3);
        }
    }

    @Test
    void theCircuitOpensAfterSoManyFailuresAndClosesWithTheFirstSuccess() {
        try (Receiver receiver = new Receiver()) {
            receiver.behave(Receiver.answer(503));
            start(receiver.url(), "opens-after", "3");
            rig.commit(alert(1));

            await().atMost(PATIENCE)
                    .until(() -> delivery.control.named("ward").orElseThrow().open());
            assertThat(receiver.requests()).hasSizeGreaterThanOrEqualTo(3);
            receiver.behave(Receiver.answer(200));

            awaitState(1, DeliveryState.DELIVERED, "200");
            assertThat(delivery.control.named("ward").orElseThrow().open()).isFalse();
        }
    }

    @Test
    void whatWasDeliveredIsSentAgainOnRequestWithTheSameId() throws Exception {
        try (Receiver receiver = new Receiver()) {
            start(receiver.url());
            rig.commit(alert(1), alert(2), alert(3));
            awaitState(3, DeliveryState.DELIVERED, "202");
            Resending resending = new Resending(rig.database, rig.access(), rig.clock);

            delivery.control.pause("ward");
            assertThat(resending.one(alert(2).id(), "ward", "otto")).isTrue();
            // the second click finds it in the queue
            assertThat(resending.one(alert(2).id(), "ward", "otto")).isFalse();
            assertThat(resending.one(alert(2).id(), "nobody", "otto")).isFalse();
            delivery.control.resume("ward");

            await().atMost(PATIENCE).until(() -> receiver.requests().size() == 4);
            assertThat(new ObjectMapper()
                            .readTree(receiver.requests().get(3).body())
                            .get("id")
                            .asText())
                    .isEqualTo(alert(2).id());
            assertThat(receiver.requests().get(3).headers().getFirst("Tributary-Attempt"))
                    .as("says that it may have come before")
                    .isEqualTo("2");
            awaitState(2, DeliveryState.DELIVERED, "202");
            assertThat(rig.jdbc
                            .sql("select by_user from tributary.resend")
                            .query(String.class)
                            .list())
                    .containsExactly("otto");
        }
    }

    @Test
    void aTimeRangeIsSentAgainInTheOldOrder() {
        try (Receiver receiver = new Receiver()) {
            start(receiver.url());
            for (int i = 0; i < 250; i++) {
                rig.commit(alert(i));
            }
            awaitState(249, DeliveryState.DELIVERED, "202");
            Resending resending = new Resending(rig.database, rig.access(), rig.clock);

            assertThat(resending.range("ward", AlertRig.NOW, AlertRig.NOW.plusSeconds(1), "discharge", "otto"))
                    .isZero();
            assertThat(resending.range("ward", AlertRig.NOW, AlertRig.NOW.plusSeconds(1), null, "otto"))
                    .isEqualTo(250);

            await().atMost(PATIENCE).until(() -> receiver.requests().size() == 500);
            assertThat(ids(receiver, 250, 500)).isEqualTo(ids(receiver, 0, 250));
        }
    }

    @Test
    void anAlertThatWaitsTooLongIsSetAsideAndCounted() {
        try (Receiver receiver = new Receiver()) {
            receiver.behave(Receiver.answer(503));
            start(receiver.url(), "expires-after", "1s", "paused", "true");

            rig.commit(alert(1));

            await().atMost(PATIENCE).until(() -> delivery.depth("alerts.ward.expired") == 1);
            assertThat(delivery.depth("alerts.ward")).isZero();
        }
    }

    private static List<String> ids(Receiver receiver, int from, int to) {
        return receiver.requests().subList(from, to).stream()
                .map(request -> request.headers().getFirst("Tributary-Alert"))
                .toList();
    }

    private void awaitState(int number, DeliveryState state, String outcome) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(deliveries(number)).singleElement().satisfies(entry -> {
                            assertThat(entry.state()).isEqualTo(state);
                            assertThat(entry.outcome()).isEqualTo(outcome);
                        }));
    }

    private List<Delivery> deliveries(int number) {
        return new AlertLedger(rig.jdbc).byId(alert(number).id()).orElseThrow().deliveries();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Alert alert(int number) {
        return AlertRig.alert("critical-result", Severity.CRITICAL, "p1", number);
    }
}
