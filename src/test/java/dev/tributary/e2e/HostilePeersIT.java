package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.flow.wire.mllp.TestCertificates;
import dev.tributary.kit.EngineProcess;
import dev.tributary.kit.MllpPeer;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Peers that mean harm, or behave as if they did, against an engine with 1 GB: whatever they do to the feed {@code
 * open}, the feed {@code default} answers, and in the end the engine never ran out of memory.
 */
class HostilePeersIT {

    private static final int MEGABYTE = 1024 * 1024;

    @TempDir
    static Path folder;

    private static EngineProcess engine;
    private static final int OPEN = EngineProcess.freePort();
    private static final int HASTY = EngineProcess.freePort();
    private static final int SECURE = EngineProcess.freePort();

    @BeforeAll
    static void start() throws Exception {
        TestCertificates certificates = new TestCertificates(folder).with("secure");
        engine = new EngineProcess(folder)
                .set("tributary.feeds.open.port", Integer.toString(OPEN))
                // apart, so that a machine that is busy does not cut off what is only large
                .set("tributary.feeds.hasty.port", Integer.toString(HASTY))
                .set("tributary.feeds.hasty.limits.frame-time", "2s")
                .set("tributary.feeds.secure.port", Integer.toString(SECURE))
                .set("tributary.feeds.secure.tls.certificate", certificates.path("secure.pem"))
                .set("tributary.feeds.secure.tls.key", certificates.path("secure.key"))
                .set("tributary.subscribers.pager.url", "http://127.0.0.1:9/nobody")
                .set("tributary.broker.clients.downstream.password", "only-its-own-queue")
                .set("tributary.broker.clients.downstream.subscribers", "pager")
                .start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @AfterEach
    void theOtherFeedIsServed() {
        try (MllpPeer ehr = MllpPeer.connect(engine.mllpPort())) {
            String answer = ehr.send(Traffic.admission("H" + System.nanoTime(), 1));
            assertThat(MllpPeer.msa1(answer)).isEqualTo("AA");
        }
        assertThat(engine.output()).doesNotContain("OutOfMemoryError").doesNotContain("StackOverflowError");
    }

    private static Socket open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** @return whether the peer ended the connection, within the socket's patience */
    private static boolean isEnded(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void whoeverDripsAFrameIsCutOff() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Socket socket = open(HASTY);
            socket.getOutputStream().write("\u000BMSH|".getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }
        for (Socket socket : slow) {
            assertThat(isEnded(socket)).isTrue();
            socket.close();
        }
    }

    @Test
    void whoeverDripsARequestKeepsNobodyOut() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = open(engine.uri("/").getPort());
                socket.getOutputStream()
                        .write("POST /fhir HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
                                .getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            assertThat(engine.get("/actuator/health").statusCode()).isEqualTo(200);
            assertThat(engine.get("/api/feeds").statusCode()).isEqualTo(200);
            theOtherFeedIsServed();
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void fiveThousandConnectionsHoldNobodyUp() throws IOException {
        List<Socket> all = new ArrayList<>();
        try {
            for (int i = 0; i < 5_000; i++) {
                all.add(open(OPEN));
            }
            theOtherFeedIsServed();
        } finally {
            for (Socket socket : all) {
                socket.close();
            }
        }
        Awaitility.await().ignoreExceptions().untilAsserted(() -> {
            try (MllpPeer again = MllpPeer.connect(OPEN)) {
                assertThat(MllpPeer.msa1(again.send(Traffic.admission("AGAIN", 1))))
                        .isEqualTo("AA");
            }
        });
    }

    @Test
    void aFrameOfTwoGigabytesIsRefusedAtItsLimit() throws IOException {
        byte[] piece = new byte[MEGABYTE];
        Arrays.fill(piece, (byte) 'x');
        long sent = 0;
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = open(OPEN)) {
            Thread reader = new Thread(() -> {
                try (InputStream in = socket.getInputStream()) {
                    in.transferTo(answer);
                } catch (IOException e) {
                    // cut off, as it should be
                }
            });
            reader.start();
            OutputStream out = socket.getOutputStream();
            out.write("\u000BMSH|^~\\&|BIG|NORTH|TRIB|HUB|20260302||ADT^A01^ADT_A01|BIG|P|2.5.1\rPID|1||"
                    .getBytes(StandardCharsets.US_ASCII));
            try {
                for (int i = 0; i < 2048; i++) {
                    out.write(piece);
                    sent += piece.length;
                }
            } catch (IOException e) {
                // cut off, as it should be
            }
            Awaitility.await().until(() -> !reader.isAlive());
        }
        assertThat(answer.toString(StandardCharsets.US_ASCII)).contains("MSA|AR|BIG");
        assertThat(sent).isGreaterThan(15L * MEGABYTE);
    }

    private static String message(String body) {
        return "MSH|^~\\&|EVIL|NORTH|TRIB|HUB|20260302101010||ADT^A01^ADT_A01|E" + body.hashCode() + "|P|2.5.1\r"
                + "EVN||20260302101010\rPID|1||EV-1^^^NORTH||Sorrel^Bram\rPV1|1|I\r" + body;
    }

    private static void isTakenOrRefused(String body) {
        try (MllpPeer peer = MllpPeer.connect(OPEN)) {
            assertThat(MllpPeer.msa1(peer.send(message(body).getBytes(StandardCharsets.US_ASCII))))
                    .isIn("AA", "AE", "AR");
        }
        // and it comes to an end: nothing waits behind it for ever
        Awaitility.await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            String feeds = engine.get("/api/feeds").body();
            assertThat(feeds).contains("\"queued\":0");
        });
    }

    @Test
    void millionsOfSegments() {
        isTakenOrRefused("NTE|\r".repeat(15 * MEGABYTE / 5));
    }

    @Test
    void tenMillionRepetitions() {
        isTakenOrRefused("PD1|" + "~".repeat(10_000_000) + "\r");
    }

    @Test
    void tenMillionComponents() {
        isTakenOrRefused("OBX|1|ST|X||" + "^".repeat(5_000_000) + "&".repeat(5_000_000) + "\r");
    }

    @Test
    void millionsOfEscapes() {
        isTakenOrRefused("OBX|1|TX|X||" + "\\T\\".repeat(4_000_000) + "\r");
    }

    @Test
    void anEscapeThatNeverEnds() {
        isTakenOrRefused("OBX|1|TX|X||" + "\\X" + "0D".repeat(7_000_000) + "\r");
    }

    @Test
    void garbageOnThePortForTls() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[1 + random.nextInt(4_000)];
            random.nextBytes(garbage);
            if (i % 2 == 0) {
                // looks like the begin of a handshake
                garbage[0] = 0x16;
            }
            try (Socket socket = open(SECURE)) {
                socket.getOutputStream().write(garbage);
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                // cut off, as it should be
            }
        }
        try (Socket socket = open(SECURE)) {
            socket.getOutputStream().write(MllpPeer.frame(Traffic.admission("PLAIN", 1)));
            byte[] answer = socket.getInputStream().readNBytes(1000);
            assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("MSA|");
        } catch (IOException e) {
            // cut off, as it should be
        }
        assertThat(engine.get("/api/messages?limit=50").body()).doesNotContain("PLAIN-1");
    }

    private static HttpResponse<String> post(String path, String type, HttpRequest.BodyPublisher body, String... more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(engine.uri(path))
                .header("Content-Type", type)
                .POST(body);
        for (int i = 0; i < more.length; i += 2) {
            request.header(more[i], more[i + 1]);
        }
        return engine.exchange(request, "admin", EngineProcess.PASSWORD);
    }

    @Test
    void aCompressedBombIsNotUnpacked() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] spaces = new byte[MEGABYTE];
            Arrays.fill(spaces, (byte) ' ');
            for (int i = 0; i < 500; i++) {
                gzip.write(spaces);
            }
        }
        for (String path : List.of("/fhir", "/api/alerts")) {
            HttpResponse<String> answer = post(
                    path,
                    "application/fhir+json",
                    HttpRequest.BodyPublishers.ofByteArray(bomb.toByteArray()),
                    "Content-Encoding",
                    "gzip");
            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.body()).contains("without Content-Encoding");
        }
    }

    @Test
    void aHugeBundleIsRefusedWhetherItSaysItsLengthOrNot() {
        byte[] bundle = ("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + " ".repeat(17 * MEGABYTE)
                        + "]}")
                .getBytes(StandardCharsets.US_ASCII);
        HttpResponse<String> said =
                post("/fhir", "application/fhir+json", HttpRequest.BodyPublishers.ofByteArray(bundle));
        assertThat(said.statusCode()).isEqualTo(413);
        assertThat(said.body()).contains("tributary.http.max-body");
        HttpResponse<String> unsaid = post(
                "/fhir",
                "application/fhir+json",
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bundle)));
        assertThat(unsaid.statusCode()).isBetween(400, 599);
        assertThat(unsaid.body()).doesNotContain("\tat ");
    }

    @Test
    void deepJsonIsRefused() {
        for (String path : List.of("/fhir/Patient", "/api/codes", "/api/alerts")) {
            HttpResponse<String> answer = post(
                    path,
                    path.startsWith("/fhir") ? "application/fhir+json" : "application/json",
                    HttpRequest.BodyPublishers.ofString("[".repeat(5_000_000)));
            assertThat(answer.statusCode()).isBetween(400, 599);
        }
    }

    @Test
    void xmlReadsNoFileAndUnfoldsNoEntity() {
        String file = "<!DOCTYPE Patient [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                + "<Patient xmlns=\"http://hl7.org/fhir\"><name><text value=\"&x;\"/></name></Patient>";
        HttpResponse<String> read =
                post("/fhir/Patient", "application/fhir+xml", HttpRequest.BodyPublishers.ofString(file));
        assertThat(read.body()).doesNotContain("root:");
        StringBuilder laughs = new StringBuilder("<!DOCTYPE Patient [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY a%d \"&a%d;&a%d;&a%d;\">".formatted(i, i - 1, i - 1, i - 1));
        }
        laughs.append("]><Patient xmlns=\"http://hl7.org/fhir\"><name><text value=\"&a29;\"/></name></Patient>");
        HttpResponse<String> laughed =
                post("/fhir/Patient", "application/fhir+xml", HttpRequest.BodyPublishers.ofString(laughs.toString()));
        assertThat(laughed.statusCode()).isBetween(400, 599);
    }

    @Test
    void noPathLeadsOutOfTheEngine() throws IOException {
        for (String path : List.of(
                "/..%2f..%2f..%2fetc%2fpasswd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/api/messages/..%2f..%2fetc%2fpasswd",
                "/api/feeds/..%5c..%5cdata/messages",
                "/fhir/Patient/..%2f..%2fetc%2fpasswd",
                "/console/..;/..;/etc/passwd")) {
            try (Socket socket = open(engine.uri("/").getPort())) {
                String login = Base64.getEncoder()
                        .encodeToString(("admin:" + EngineProcess.PASSWORD).getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic " + login
                                        + "\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("root:");
            }
        }
    }

    @Test
    void anObjectIsNeverMadeOfAJmsMessage() throws Exception {
        try (ActiveMQConnectionFactory factory =
                        new ActiveMQConnectionFactory("tcp://127.0.0.1:" + engine.brokerPort());
                Connection connection = factory.createConnection("downstream", "only-its-own-queue");
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            session.createProducer(session.createQueue("alerts.pager.replies"))
                    .send(session.createObjectMessage(
                            KeyPairGenerator.getInstance("RSA").generateKeyPair()));
            MessageConsumer refused = session.createConsumer(session.createQueue("alerts.pager.refused"));
            assertThat(refused.receive(60_000)).isNotNull();
        }
    }
}
