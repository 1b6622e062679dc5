package dev.tributary.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.prove.Discrepancy.Kind;
import dev.tributary.cli.simulate.Story;
import dev.tributary.cli.simulate.StoryTruth;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the check finds when subscribers have not heard what they must: each case is one fault of an engine. */
class InboxCheckTest {

    private static final StoryTruth TRUTH =
            new StoryTruth(List.of(), List.of(), List.of(), List.of(), Map.of("admission|V1", 1, "discharge|V1", 1));
    private static final Map<String, String> NAMES = Map.of("Encounter/e1", "V1");
    private static final List<String> ALL =
            List.of(raised("a1", "admission", "raised"), raised("d1", "discharge", "raised"));

    @TempDir
    Path folder = Path.of("");

    private final SubscriberDesk desk = new SubscriberDesk("pager");
    private final List<InboxCheck> checks = new ArrayList<>();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void nothingIsFoundWhereNothingIsWrong() throws Exception {
        arrives("a1", "raised", 1, "1");
        arrives("d1", "raised", 2, "1");

        assertThat(check(ALL)).isEmpty();
        assertThat(checks.get(0).alerts()).isEqualTo(2);
    }

    @Test
    void anAlertThatIsDueAndWasNotRaisedIsLost() throws Exception {
        arrives("a1", "raised", 1, "1");

        assertThat(check(ALL.subList(0, 1))).singleElement().satisfies(lost -> {
            assertThat(lost.kind()).isEqualTo(Kind.LOST);
            assertThat(lost.subject()).isEqualTo("discharge|V1");
        });
    }

    @Test
    void anAlertThatWasRaisedAndIsInNoInboxIsLost() throws Exception {
        arrives("a1", "raised", 1, "1");

        assertThat(check(ALL)).singleElement().satisfies(lost -> {
            assertThat(lost.kind()).isEqualTo(Kind.LOST);
            assertThat(lost.subject()).isEqualTo("d1");
            assertThat(lost.ledger()).isEqualTo("inbox pager");
        });
    }

    @Test
    void oneFactThatWasRaisedTwiceIsDoubled() throws Exception {
        arrives("a1", "raised", 1, "1");
        arrives("a2", "raised", 1, "1");
        arrives("d1", "raised", 2, "1");

        assertThat(check(List.of(raised("a1", "admission", "raised"), raised("a2", "admission", "raised"), ALL.get(1))))
                .singleElement()
                .satisfies(doubled -> {
                    assertThat(doubled.kind()).isEqualTo(Kind.DOUBLED);
                    assertThat(doubled.subject()).isEqualTo("admission|V1");
                });
    }

    @Test
    void aRepeatUnderTheSameIdIsNoDoubleButCounted() throws Exception {
        arrives("a1", "raised", 1, "1");
        arrives("a1", "raised", 1, "2");
        arrives("a1", "raised", 1, "1");
        arrives("d1", "raised", 2, "1");

        assertThat(check(ALL)).isEmpty();
        assertThat(checks.get(0).repeats()).isEqualTo(2);
        assertThat(checks.get(0).unmarkedRepeats()).isEqualTo(1);
    }

    @Test
    void aPatientsLaterFactThatIsHeardFirstIsOutOfOrder() throws Exception {
        arrives("d1", "raised", 2, "1");
        arrives("a1", "raised", 1, "1");

        assertThat(check(ALL)).singleElement().satisfies(order -> {
            assertThat(order.kind()).isEqualTo(Kind.OUT_OF_ORDER);
            assertThat(order.subject()).isEqualTo("a1");
        });
    }

    @Test
    void anEscalationComesWhenItIsDueAndNotInTheOrderOfMessages() throws Exception {
        arrives("a1", "raised", 1, "1");
        arrives("d1", "raised", 2, "1");
        arrives("e1", "escalated", 1, "1");

        assertThat(check(List.of(ALL.get(0), ALL.get(1), raised("e1", "admission", "escalated"))))
                .isEmpty();
    }

    @Test
    void anAlertThatNobodyRaisedAndOneThatIsNotTrueAreWrong() throws Exception {
        arrives("a1", "raised", 1, "1");
        arrives("d1", "raised", 2, "1");
        arrives("x", "raised", 3, "1");
        arrives("x2", "raised", 4, "1");

        assertThat(check(List.of(ALL.get(0), ALL.get(1), raised("x2", "critical-result", "raised"))))
                .extracting(Discrepancy::kind)
                .containsExactlyInAnyOrder(Kind.WRONG, Kind.WRONG);
    }

    private List<Discrepancy> check(List<String> raised) throws IOException {
        try (FakeEngine fake = new FakeEngine(folder, path -> {
            String rule = path.replaceAll(".*rule=([a-z-]+).*", "$1");
            List<String> asked = raised.stream()
                    .filter(alert -> alert.contains("\"rule\":\"" + rule + "\""))
                    .toList();
            return "{\"alerts\":[" + String.join(",", asked) + "]}";
        })) {
            InboxCheck check =
                    new InboxCheck(fake.engine(), List.of(desk), List.of(new Story(1, List.of(), TRUTH)), NAMES);
            checks.add(check);
            return check.run();
        }
    }

    // as the engine delivers it, over HTTP
    private void arrives(String id, String kind, long message, String attempt) throws Exception {
        String event =
                "{\"id\":\"%s\",\"rule\":\"r\",\"kind\":\"%s\",\"subject\":\"Encounter/e1\",\"partitionkey\":\"Patient/p\",\"data\":{\"message\":%d}}"
                        .formatted(id, kind, message);
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(desk.url()))
                                .header("Tributary-Attempt", attempt)
                                .POST(HttpRequest.BodyPublishers.ofString(event))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(204);
    }

    private static String raised(String id, String rule, String kind) {
        return "{\"id\":\"" + id + "\",\"rule\":\"" + rule + "\",\"kind\":\"" + kind + "\",\"focus\":\"Encounter/e1\"}";
    }
}
