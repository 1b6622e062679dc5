package dev.tributary.cli.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tributary.cli.ExitCode;
import dev.tributary.cli.TestTerminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as {@code /api/messages} does ({@code ConsoleTest}). */
class LanesCommandTest {

    private final TestTerminal terminal = new TestTerminal();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/messages", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            boolean gone = exchange.getRequestURI().getPath().contains("/99/");
            String body = gone
                    ? "{\"status\":409,\"detail\":\"Message 99 is processed. It is not held.\"}"
                    : exchange.getRequestMethod().equals("GET")
                            ? "{\"messages\":[" + message(8) + "," + message(7) + "],\"next\":null}"
                            : message(7);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(gone ? 409 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        url = "--url=http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String message(int id) {
        return "{\"id\":" + id + ",\"feed\":\"lab\",\"type\":\"ORU^R01\",\"controlId\":\"C" + id
                + "\",\"reason\":\"IDENTITY_CONFLICT\",\"issue\":{\"what\":\"two patients\",\"where\":\"PID-3\"},"
                + "\"attempts\":2}";
    }

    @Test
    void listsWhatIsHeld() {
        assertThat(terminal.run("lanes", "list", "--feed", "lab", url)).isEqualTo(ExitCode.GOOD);
        assertThat(terminal.out())
                .contains("8 lab ORU^R01 C8 IDENTITY_CONFLICT: two patients (tried 2 times)")
                .contains("7 lab");
        assertThat(requests).containsExactly("GET /api/messages?state=held&limit=500&feed=lab");
    }

    @Test
    void releasesAllInTheOrderReceived() {
        assertThat(terminal.run("lanes", "release", "--all", url)).isEqualTo(ExitCode.GOOD);
        assertThat(requests.subList(1, requests.size()))
                .containsExactly("POST /api/messages/7/release", "POST /api/messages/8/release");
        assertThat(terminal.out()).contains("7 released", "8 released");
    }

    @Test
    void skipsWithAReason() {
        assertThat(terminal.run("lanes", "skip", "7", "--why", "sent twice", url))
                .isEqualTo(ExitCode.GOOD);
        assertThat(requests).containsExactly("POST /api/messages/7/skip?why=sent+twice");
    }

    @Test
    void doesTheOthersWhereTheEngineSaysNoToOne() {
        assertThat(terminal.run("lanes", "release", "99", "7", url)).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(terminal.out()).contains("7 released");
        assertThat(terminal.err()).contains("99: Message 99 is processed. It is not held.");
    }

    @Test
    void tellsWhatIsMissing() {
        assertThat(terminal.run("lanes", "skip", "7", url)).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.err()).contains("--why");
        assertThat(new TestTerminal().run("lanes", "release", url)).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(new TestTerminal().run("lanes", "open", "7", url)).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(requests).isEmpty();
    }

    @Test
    void tellsThatNoEngineAnswers() {
        server.stop(0);
        assertThat(terminal.run("lanes", "list", url)).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(terminal.err()).contains("no engine answers");
    }
}
