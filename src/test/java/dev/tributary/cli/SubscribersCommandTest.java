package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kit.Receiver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb against a server that answers as the engine's REST does (which ConsoleTest and ChannelsTest prove). */
class SubscribersCommandTest {

    @TempDir
    private Path folder;

    private final Receiver engine = new Receiver();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("password"), "secret\n");
        answer(200, """
                {"subscriber":"ward-7","target":"mllp://10.0.0.7:2575","condition":"circuit-open","depth":12,"dead":1}
                """);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void answer(int status, String json) {
        engine.behave(exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        });
    }

    private int run(String... args) {
        String[] all = new String[args.length + 5];
        all[0] = "subscribers";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--url";
        all[args.length + 2] = "http://127.0.0.1:" + engine.port();
        all[args.length + 3] = "--password-file";
        all[args.length + 4] = folder.resolve("password").toString();
        return new Cli(new Terminal(new PrintWriter(out), new PrintWriter(err), Clock.systemUTC())).run(all);
    }

    @Test
    void listsWhatWaitsForEach() {
        answer(200, """
                [{"subscriber":"ward-7","target":"mllp://10.0.0.7:2575","condition":"circuit-open","depth":12,"dead":1}]
                """);

        assertThat(run()).isZero();

        assertThat(out.toString()).contains("ward-7", "circuit-open", "12", "mllp://10.0.0.7:2575");
        assertThat(asked).containsExactly("GET /api/subscribers");
    }

    @Test
    void pausesAndResumes() {
        assertThat(run("pause", "ward-7")).isZero();
        assertThat(run("resume", "ward-7")).isZero();

        assertThat(asked).containsExactly("POST /api/subscribers/ward-7/pause", "POST /api/subscribers/ward-7/resume");
    }

    @Test
    void resendsATimeRange() {
        answer(200, "{\"alerts\":42}");

        assertThat(run("resend", "ward-7", "--from", "2026-03-01T22:00:00Z", "--rule", "critical-result"))
                .isZero();

        assertThat(out.toString()).isEqualToIgnoringNewLines("42 alerts are in the queue of ward-7 again");
        assertThat(asked)
                .containsExactly("POST /api/subscribers/ward-7/resend?from=2026-03-01T22:00:00Z&rule=critical-result");
    }

    @Test
    void saysWhatTheEngineSays() {
        answer(404, "{\"detail\":\"There is no subscriber of that name: did you mean 'ward-7'?\"}");

        assertThat(run("pause", "ward7")).isEqualTo(1);

        assertThat(err.toString()).contains("did you mean 'ward-7'?");
    }

    @Test
    void saysThatNoEngineAnswers() {
        engine.close();

        assertThat(run()).isEqualTo(1);

        assertThat(err.toString()).contains("no engine answers at http://127.0.0.1:");
    }

    @Test
    void wrongWordsAreWrongUsage() {
        assertThat(run("stop", "ward-7")).isEqualTo(2);
        assertThat(run("pause")).isEqualTo(2);
        assertThat(run("resend", "ward-7")).isEqualTo(2);

        assertThat(err.toString()).contains("there are pause, resume and resend", "say which", "say from when");
        assertThat(asked).isEmpty();
    }
}
