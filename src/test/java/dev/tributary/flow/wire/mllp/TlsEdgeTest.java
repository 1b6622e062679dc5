package dev.tributary.flow.wire.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.kit.Messages;
import dev.tributary.kit.MllpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and mutual TLS over real sockets. */
class TlsEdgeTest {

    @TempDir
    static Path folder = Path.of("");

    private static TestCertificates certificates = new TestCertificates(Path.of("."));

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new TestCertificates(folder).with("server").with("lab").with("stranger");
    }

    @Test
    void takesMessagesOverTlsWithPemFiles() throws Exception {
        try (Edge edge = Edge.start(pem());
                MllpClient client = connect(edge, certificates.client("server", ""))) {
            assertThat(client.ask(Messages.adtA01().withControlId("C1").text())).contains("\rMSA|AA|C1\r");
        }
    }

    @Test
    void takesMessagesOverTlsWithAPkcs12Store() throws Exception {
        Map<String, String> settings = Map.of(
                "tls.key-store", certificates.path("server.p12"), "tls.key-store-password", TestCertificates.PASSWORD);
        try (Edge edge = Edge.start(settings);
                MllpClient client = connect(edge, certificates.client("server", ""))) {
            assertThat(client.ask(Messages.adtA01().withControlId("C1").text())).contains("\rMSA|AA|C1\r");
        }
    }

    @Test
    void mutualTlsTakesATrustedClient() throws Exception {
        try (Edge edge = Edge.start(mutual("required"));
                MllpClient client = connect(edge, certificates.client("server", "lab"))) {
            assertThat(client.ask(Messages.adtA01().withControlId("C1").text())).contains("\rMSA|AA|C1\r");
        }
    }

    @Test
    void mutualTlsRefusesAClientWithoutACertificateAndAStranger() throws Exception {
        try (Edge edge = Edge.start(mutual("required"))) {
            for (String own : new String[] {"", "stranger"}) {
                assertThatThrownBy(() -> {
                            try (MllpClient client = connect(edge, certificates.client("server", own))) {
                                client.ask(Messages.adtA01().withControlId("C1").text());
                            }
                        })
                        .isInstanceOfAny(IOException.class, RuntimeException.class);
            }
            await().until(() -> edge.count("tributary.connections.ended", "reason", "tls") == 2);
            assertThat(edge.journal.messages()).isEmpty();
        }
    }

    @Test
    void anOptionalClientCertificateMayBeMissing() throws Exception {
        try (Edge edge = Edge.start(mutual("optional"));
                MllpClient client = connect(edge, certificates.client("server", ""))) {
            assertThat(client.ask(Messages.adtA01().withControlId("C1").text())).contains("\rMSA|AA|C1\r");
        }
    }

    @Test
    void plainTextOnATlsPortIsRefusedAndCounted() throws Exception {
        try (Edge edge = Edge.start(pem());
                MllpClient client = edge.client()) {
            client.write(Messages.adtA01().withControlId("C1").framed());
            // a TLS alert may come, an acknowledgment never
            assertThatThrownBy(client::read).isInstanceOf(RuntimeException.class);
            await().until(() -> edge.count("tributary.connections.ended", "reason", "tls") == 1);
            assertThat(edge.journal.messages()).isEmpty();
        }
    }

    @Test
    void tlsOnAPlainPortIsCutOff() throws Exception {
        try (Edge edge = Edge.start(Map.of("limits.frame-time", "200ms"))) {
            assertThatThrownBy(() -> connect(edge, certificates.client("server", ""))
                            .ask(Messages.adtA01().text()))
                    .isInstanceOfAny(IOException.class, RuntimeException.class);
            await().until(() -> edge.gauge("tributary.connections.open") == 0);
            assertThat(edge.journal.messages()).isEmpty();
        }
    }

    private static Map<String, String> pem() {
        return Map.of("tls.certificate", certificates.path("server.pem"), "tls.key", certificates.path("server.key"));
    }

    private static Map<String, String> mutual(String clientCertificates) {
        Map<String, String> settings = new HashMap<>(pem());
        settings.put("tls.client-certificates", clientCertificates);
        settings.put("tls.trust", certificates.path("lab.pem"));
        return settings;
    }

    private static MllpClient connect(Edge edge, SSLContext context) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), edge.port());
        socket.startHandshake();
        return new MllpClient(socket);
    }
}
