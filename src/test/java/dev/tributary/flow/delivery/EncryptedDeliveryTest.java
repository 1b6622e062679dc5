package dev.tributary.flow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.alert.Alert;
import dev.tributary.alert.Severity;
import dev.tributary.cli.send.TestReceiver;
import dev.tributary.flow.wire.mllp.TestCertificates;
import dev.tributary.kit.AlertRig;
import dev.tributary.kit.Receiver;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** TLS on every way out, to servers of other makers where there are some: who shows the wrong certificate gets nothing. */
class EncryptedDeliveryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ORIGINAL = "MSH|^~\\&|LAB|GENERAL|||20260301100000||ORU^R01^ORU_R01|CTRL-1|P|2.5.1\r"
            + "PID|1||MRN1^^^GEN^MR||Erfunden^Erna\r";

    @TempDir
    private static Path keys;

    @SuppressWarnings("NullAway.Init")
    private static TestCertificates certificates;

    @TempDir
    private Path folder;

    private final List<String> mails = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private AlertRig rig;

    @SuppressWarnings("NullAway.Init")
    private DeliveryRig delivery;

    @BeforeAll
    static void certify() throws Exception {
        certificates =
                new TestCertificates(keys).with("hospital").with("stranger").with("elsewhere", "dns:elsewhere.example");
    }

    private void start(String url, String trusted, String... more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("ward.url", url);
        settings.put("ward.timeout", "5s");
        settings.put("ward.retry-min", "50ms");
        settings.put("ward.retry-max", "200ms");
        settings.put("ward.mail.from", "tributary@hospital.example");
        settings.put("ward.mail.to", "ward@hospital.example");
        if (!trusted.isEmpty()) {
            settings.put("ward.trust", certificates.path(trusted + ".pem"));
        }
        for (int i = 0; i < more.length; i += 2) {
            settings.put("ward." + more[i], more[i + 1]);
        }
        rig = new AlertRig(folder.resolve("broker"), settings).startBroker();
        rig.startRelay();
        delivery = new DeliveryRig(rig);
        delivery.originals.put(1L, ORIGINAL.getBytes(StandardCharsets.UTF_8));
        rig.commit(alert());
    }

    @AfterEach
    void close() {
        delivery.close();
        rig.close();
    }

    @Test
    void mllpOverTlsToWhoShowsTheRightCertificate() throws Exception {
        try (TestReceiver receiver = TestReceiver.accepting(context("hospital").getServerSocketFactory())) {
            start("mllps://127.0.0.1:" + receiver.port(), "hospital");

            awaitDelivered();
            assertThat(receiver.received()).singleElement().satisfies(bytes -> assertThat(
                            new String(bytes, StandardCharsets.UTF_8))
                    .isEqualTo(ORIGINAL));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stranger", "elsewhere"})
    void mllpToAnotherGetsNothingUntilTheRightOneAnswers(String shown) throws Exception {
        // trusted is the authority of "elsewhere" too, but its certificate is for another name
        Path trusted = Files.writeString(
                folder.resolve("trusted.pem"),
                Files.readString(Path.of(certificates.path("hospital.pem")))
                        + Files.readString(Path.of(certificates.path("elsewhere.pem"))));
        try (TestReceiver impostor = TestReceiver.accepting(context(shown).getServerSocketFactory())) {
            start("mllps://127.0.0.1:" + impostor.port(), "", "trust", trusted.toString());

            awaitFault("SSLHandshakeException");
            assertThat(impostor.received()).isEmpty();
            assertThat(delivery.depth("alerts.ward")).isEqualTo(1);
        }
    }

    @Test
    void httpsWithTheHospitalsOwnAuthority() throws Exception {
        try (Receiver receiver = new Receiver(0, context("hospital"))) {
            start(receiver.url(), "hospital");

            awaitDelivered();
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stranger", "elsewhere"})
    void httpsToAnotherGetsNothing(String shown) throws Exception {
        try (Receiver impostor = new Receiver(0, context(shown))) {
            start(impostor.url(), "hospital");

            awaitFault("SSLHandshakeException");
            assertThat(impostor.requests()).isEmpty();
        }
    }

    @Test
    void mailByStartTlsWithUserAndPassword() throws Exception {
        SMTPServer server =
                server(builder -> builder.enableTLS().requireTLS().startTlsSocketFactory(contextOf("hospital"), false));
        try {
            start(
                    "smtp://127.0.0.1:" + server.getPortAllocated(),
                    "hospital",
                    "username",
                    "engine",
                    "password",
                    "right");

            awaitDelivered();
            assertThat(mails).singleElement().satisfies(mail -> assertThat(mail)
                    .contains("Message-ID: <" + alert().id() + "@alerts.tributary>"));
        } finally {
            server.stop();
        }
    }

    @Test
    void mailByTlsFromTheFirstByte() throws Exception {
        SMTPServer server = server(builder -> builder.serverSocketFactory(contextOf("hospital")));
        try {
            start(
                    "smtp://127.0.0.1:" + server.getPortAllocated(),
                    "hospital",
                    "mail.security",
                    "tls",
                    "username",
                    "engine",
                    "password",
                    "right");

            awaitDelivered();
            assertThat(mails).hasSize(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void mailNeverGoesInTheClearWhereEncryptionIsAskedFor() throws Exception {
        SMTPServer server = server(builder -> builder.enableTLS(false));
        try {
            start(
                    "smtp://127.0.0.1:" + server.getPortAllocated(),
                    "hospital",
                    "username",
                    "engine",
                    "password",
                    "right");

            awaitFault("MessagingException");
            assertThat(mails).isEmpty();
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stranger", "elsewhere"})
    void mailToAnotherServerGetsNothing(String shown) throws Exception {
        SMTPServer server = server(builder -> builder.serverSocketFactory(contextOf(shown)));
        try {
            start("smtp://127.0.0.1:" + server.getPortAllocated(), "hospital", "mail.security", "tls");

            await().atMost(PATIENCE)
                    .until(() -> delivery.control.named("ward").orElseThrow().failing());
            assertThat(mails).isEmpty();
        } finally {
            server.stop();
        }
    }

    @Test
    void aWrongPasswordAtTheMailServerIsTriedAgainUntilItIsRight() throws Exception {
        SMTPServer server = server(builder -> builder.serverSocketFactory(contextOf("hospital")));
        try {
            start(
                    "smtp://127.0.0.1:" + server.getPortAllocated(),
                    "hospital",
                    "mail.security",
                    "tls",
                    "username",
                    "engine",
                    "password",
                    "wrong");

            awaitFault("AuthenticationFailedException");
            assertThat(mails).isEmpty();
            assertThat(delivery.depth("alerts.ward")).isEqualTo(1);
        } finally {
            server.stop();
        }
    }

    private SMTPServer server(Consumer<SMTPServer.Builder> more) {
        SMTPServer.Builder builder = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    if (!user.equals("engine") || !password.equals("right")) {
                        throw new LoginFailedException();
                    }
                }))
                .messageHandler((context, from, to, data) -> mails.add(new String(data, StandardCharsets.UTF_8)));
        more.accept(builder);
        SMTPServer server = builder.build();
        server.start();
        return server;
    }

    private static SSLContext context(String shown) throws Exception {
        return certificates.client(shown, shown);
    }

    private static SSLContext contextOf(String shown) {
        try {
            return context(shown);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitDelivered() {
        await().atMost(PATIENCE)
                .until(() -> delivery.control.named("ward").orElseThrow().lastDelivered() != null);
        await().atMost(PATIENCE).until(() -> delivery.depth("alerts.ward") == 0);
    }

    private void awaitFault(String outcome) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        delivery.control.named("ward").orElseThrow().faultOutcome())
                .isEqualTo(outcome));
    }

    private static Alert alert() {
        return AlertRig.alert("critical-result", Severity.CRITICAL, "p1", 1);
    }
}
