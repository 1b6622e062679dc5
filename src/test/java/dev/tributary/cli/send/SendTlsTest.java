package dev.tributary.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.ExitCode;
import dev.tributary.cli.TestTerminal;
import dev.tributary.hl7.AckCode;
import dev.tributary.kit.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendTlsTest {

    private static final String PASSWORD = "for-this-test-only";

    private final Path folder;

    SendTlsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void trustsTheCertificateItIsGivenAndNoOther() throws Exception {
        Path store = folder.resolve("receiver.p12");
        Path pem = folder.resolve("receiver.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "mllp",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString());
        keytool("-exportcert", "-rfc", "-alias", "mllp", "-keystore", store.toString(), "-file", pem.toString());
        String file = Files.writeString(
                        folder.resolve("a.hl7"), Messages.adtA01().text())
                .toString();

        try (TestReceiver receiver = new TestReceiver(
                context(store).getServerSocketFactory(), message -> List.of(TestReceiver.ack(message, AckCode.AA)))) {
            TestTerminal trusting = new TestTerminal();
            assertThat(trusting.run("send", "--port", receiver.port(), "--tls", "--tls-trust", pem.toString(), file))
                    .isEqualTo(ExitCode.GOOD);
            assertThat(trusting.out()).containsPattern("TB0001 +AA ").contains("(TLS)");

            TestTerminal suspicious = new TestTerminal();
            assertThat(suspicious.run("send", "--port", receiver.port(), "--tls", file))
                    .isEqualTo(ExitCode.WRONG_INPUT);
            assertThat(suspicious.err()).contains("no connection to 127.0.0.1:" + receiver.port() + " (TLS)");
            assertThat(receiver.received()).hasSize(1);
        }
    }

    @Test
    void aTrustFileWithoutCertificateIsSaid() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        TestTerminal terminal = new TestTerminal();

        assertThat(terminal.run("send", "--tls-trust", empty.toString(), "x.hl7"))
                .isEqualTo(ExitCode.WRONG_INPUT);

        assertThat(terminal.err()).contains("empty.pem: holds no certificate");
    }

    private static SSLContext context(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(args));
        command.addAll(List.of("-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
