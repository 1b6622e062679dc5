package dev.tributary.flow.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.base.FaultCode;
import dev.tributary.kit.Messages;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The way in as the engine wires it: HTTP over a real port, files in a real folder, routes from the shipped files. */
class WireConfigurationTest {

    @TempDir
    static Path folder = Path.of("");

    private static ServletWebServerApplicationContext engine = new ServletWebServerApplicationContext();
    private static RecordingJournal journal = new RecordingJournal();

    @Configuration(proxyBeanMethods = false)
    @Import(WireConfiguration.class)
    @ImportAutoConfiguration({
        ServletWebServerFactoryAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        CamelAutoConfiguration.class
    })
    static class Engine {
        @Bean
        RecordingJournal journal() {
            return new RecordingJournal();
        }

        // the template of deliveries refers to it; no route is made of that template here
        @Bean("courier")
        Object otherRoom() {
            return new Object();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    @BeforeAll
    static void start() {
        engine = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Engine.class)
                .properties(
                        "server.port=0",
                        "tributary.feeds.default.port=0",
                        "tributary.feeds.default.limits.frame-size=50KB",
                        "tributary.feeds.lab.inbox=" + folder.resolve("inbox"),
                        "spring.config.location=optional:classpath:/none/")
                .run();
        journal = engine.getBean(RecordingJournal.class);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void up() {
        journal.down(false);
    }

    @Test
    void thereIsOneRouteForEachFeedWithAPortAndForEachInbox() {
        CamelContext camel = engine.getBean(CamelContext.class);
        assertThat(camel.getRoutes())
                .extracting(route -> route.getId() + ": " + route.getDescription())
                .containsExactly(
                        "feed-default: HL7 in: feed default, MLLP on 127.0.0.1 port 0",
                        "feed-lab-inbox: HL7 in: feed lab, files in " + folder.resolve("inbox"));
    }

    @Test
    void aPostIsAnsweredWithItsAcknowledgmentInItsContentType() throws Exception {
        HttpResponse<byte[]> response = post("default", "application/hl7-v2", a01("H1"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/hl7-v2");
        assertThat(text(response)).contains("\rMSA|AA|H1\r");
        assertThat(journal.messages()).contains(new String(a01("H1"), StandardCharsets.ISO_8859_1));
    }

    @Test
    void otherContentTypesOfHl7AreTakenToo() throws Exception {
        assertThat(post("lab", "x-application/hl7-v2+er7; charset=utf-8", a01("H2"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("lab", "text/plain", a01("H3")).statusCode()).isEqualTo(200);
        assertThat(post("lab", "application/json", a01("H4")).statusCode()).isEqualTo(415);
    }

    @Test
    void bytesOfAnyCharacterSetAreUntouched() throws Exception {
        byte[] latin = Messages.adtA01()
                .withControlId("H5")
                .withPid5("K\u00e4fer")
                .withCharset("8859/1", StandardCharsets.ISO_8859_1)
                .bytes();
        assertThat(post("default", "text/plain;charset=UTF-8", latin).statusCode())
                .isEqualTo(200);
        assertThat(journal.messages()).contains(new String(latin, StandardCharsets.ISO_8859_1));
    }

    @Test
    void anUnknownFeedIsAJsonProblemWithTheNearestName() throws Exception {
        HttpResponse<byte[]> response = post("defualt", "application/hl7-v2", a01("H6"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(text(response)).contains("\"status\":404", "did you mean default");
    }

    @Test
    void aBodyOverTheLimitIs413WithArAndIsKept() throws Exception {
        byte[] large = (Messages.adtA01().withControlId("H7").text() + "NTE|1||" + "x".repeat(60_000))
                .getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> response = post("default", "application/hl7-v2", large);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(text(response)).contains("\rMSA|AR|H7|");
        assertThat(journal.refusals()).contains(FaultCode.TOO_LARGE);
    }

    @Test
    void whatIsNoHl7Is422WithAr() throws Exception {
        HttpResponse<byte[]> response = post("default", "text/plain", "hello".getBytes(StandardCharsets.UTF_8));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(text(response)).contains("\rMSA|AR|");
    }

    @Test
    void aJournalThatIsDownIs503AndNeverPositive() throws Exception {
        journal.down(true);
        HttpResponse<byte[]> response = post("default", "application/hl7-v2", a01("H8"));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(text(response)).contains("\rMSA|AE|H8|");
    }

    @Test
    void aMessageThatAsksForNoAnswerGetsNone() throws Exception {
        byte[] quiet = Messages.adtA01()
                .withControlId("H9")
                .withAcknowledgments("NE", "NE")
                .bytes();
        assertThat(post("default", "application/hl7-v2", quiet).statusCode()).isEqualTo(204);
    }

    @Test
    void aFileIsMovedToDoneWithItsAnswerBesideIt() throws IOException {
        drop("one.hl7", a01("F1"));
        assertThat(answerIn("done", "one.hl7")).contains("\rMSA|AA|F1\r");
        await().until(() -> Files.exists(folder.resolve("inbox/done/one.hl7")));
        assertThat(Files.readAllBytes(folder.resolve("inbox/done/one.hl7"))).isEqualTo(a01("F1"));
        assertThat(folder.resolve("inbox/one.hl7")).doesNotExist();
    }

    @Test
    void aFileOfManyMessagesIsAnsweredByABatch() throws IOException {
        String many = Messages.adtA01().withControlId("F2").text()
                + Messages.adtA03().withControlId("F3").text();
        drop("many.hl7", many.getBytes(StandardCharsets.UTF_8));
        assertThat(answerIn("done", "many.hl7")).startsWith("BHS|").contains("\rMSA|AA|F2\r", "\rMSA|AA|F3\r");
    }

    @Test
    void aFileThatIsNoHl7IsMovedToError() throws IOException {
        drop("bad.txt", "hello".getBytes(StandardCharsets.UTF_8));
        assertThat(answerIn("error", "bad.txt")).contains("\rMSA|AR|");
        await().until(() -> Files.exists(folder.resolve("inbox/error/bad.txt")));
    }

    @Test
    void aFileWaitsWhileTheJournalIsDown() throws IOException {
        journal.down(true);
        drop("waits.hl7", a01("F4"));
        await().until(() -> journal.triedWhileDown() > 0);
        assertThat(folder.resolve("inbox/waits.hl7")).exists();
        journal.down(false);
        assertThat(answerIn("done", "waits.hl7")).contains("\rMSA|AA|F4\r");
    }

    private static void drop(String name, byte[] bytes) throws IOException {
        Path half = folder.resolve("inbox").resolve(name + ".part");
        Files.createDirectories(half.getParent());
        Files.write(half, bytes);
        Files.move(half, folder.resolve("inbox").resolve(name));
    }

    private static String answerIn(String place, String name) throws IOException {
        Path answer = folder.resolve("inbox").resolve(place).resolve(name + ".ack");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(answer));
        return Files.readString(answer);
    }

    private static byte[] a01(String controlId) {
        return Messages.adtA01().withControlId(controlId).bytes();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static HttpResponse<byte[]> post(String feed, String type, byte[] body)
            throws IOException, InterruptedException {
        URI uri =
                URI.create("http://127.0.0.1:" + engine.getWebServer().getPort() + "/api/feeds/" + feed + "/messages");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
