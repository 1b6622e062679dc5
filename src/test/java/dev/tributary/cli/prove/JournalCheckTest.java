package dev.tributary.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.prove.Discrepancy.Kind;
import dev.tributary.cli.simulate.Delivery;
import dev.tributary.cli.simulate.SimulatedMessage;
import dev.tributary.cli.simulate.Story;
import dev.tributary.cli.simulate.StoryTruth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the check finds when the journal is not as it must be: each case is one fault of an engine. */
class JournalCheckTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void nothingIsFoundWhereNothingIsWrong() throws IOException {
        assertThat(check(row(1, "C-1", "processed", "") + "," + row(2, "C-2", "processed", ""), counters(2, 2, true)))
                .isEmpty();
    }

    @Test
    void anAcceptedMessageThatIsNotThereIsLost() throws IOException {
        assertThat(check(row(1, "C-1", "processed", ""), counters(1, 1, true)))
                .singleElement()
                .satisfies(lost -> {
                    assertThat(lost.kind()).isEqualTo(Kind.LOST);
                    assertThat(lost.subject()).isEqualTo("C-2");
                });
    }

    @Test
    void aMessageThatIsRecordedTwiceIsDoubled() throws IOException {
        assertThat(check(
                        row(1, "C-1", "processed", "") + "," + row(2, "C-1", "processed", "") + ","
                                + row(3, "C-2", "processed", ""),
                        counters(3, 3, true)))
                .extracting(Discrepancy::kind)
                .contains(Kind.DOUBLED);
    }

    @Test
    void aPatientsLaterMessageThatCameFirstIsOutOfOrder() throws IOException {
        assertThat(check(row(1, "C-2", "processed", "") + "," + row(2, "C-1", "processed", ""), counters(2, 2, true)))
                .extracting(Discrepancy::kind)
                .containsExactly(Kind.OUT_OF_ORDER);
    }

    @Test
    void aMessageThatFailedIsWrong() throws IOException {
        assertThat(check(row(1, "C-1", "processed", "") + "," + row(2, "C-2", "failed", ""), counters(2, 1, true)))
                .extracting(Discrepancy::kind)
                .containsExactly(Kind.WRONG);
    }

    @Test
    void aStrangersMessageIsWrong() throws IOException {
        assertThat(check(
                        row(1, "C-1", "processed", "") + "," + row(2, "C-2", "processed", "") + ","
                                + row(3, "X", "filtered", ",\"duplicateOf\":2"),
                        counters(3, 2, true)))
                .extracting(Discrepancy::subject)
                .containsExactly("X");
    }

    @Test
    void countersThatDoNotSumUpAreUnbalanced() throws IOException {
        String rows = row(1, "C-1", "processed", "") + "," + row(2, "C-2", "processed", "");
        assertThat(check(rows, counters(2, 2, false)))
                .extracting(Discrepancy::kind)
                .containsExactly(Kind.UNBALANCED);
        assertThat(check(rows, counters(3, 2, true)))
                .extracting(Discrepancy::kind)
                .containsOnly(Kind.UNBALANCED)
                .isNotEmpty();
    }

    @Test
    void bytesThatChangedAreWrong() throws IOException {
        assertThat(check(
                        row(1, "C-1", "processed", "") + "," + row(2, "C-2", "processed", ""),
                        counters(2, 2, true),
                        "MSH|changed"))
                .extracting(Discrepancy::expected)
                .containsOnly("the bytes as sent")
                .hasSize(2);
    }

    private List<Discrepancy> check(String rows, String counters) throws IOException {
        return check(rows, counters, "MSH|");
    }

    private List<Discrepancy> check(String rows, String counters, String bytes) throws IOException {
        SenderLedger ledger = new SenderLedger();
        List<SimulatedMessage> messages = List.of(message("C-1"), message("C-2"));
        ledger.open(new Story(
                1,
                messages.stream()
                        .map(each -> new Delivery(each.time(), List.of(each), false, false))
                        .toList(),
                new StoryTruth(List.of(), List.of(), List.of(), List.of(), Map.of())));
        messages.forEach(each -> {
            ledger.line(each).wasSent();
            ledger.line(each).answered("AA");
        });
        // newest first, as the engine tells them
        String[] parts = rows.split("(?<=}),");
        StringBuilder newestFirst = new StringBuilder();
        for (int i = parts.length - 1; i >= 0; i--) {
            newestFirst.append(newestFirst.isEmpty() ? "" : ",").append(parts[i]);
        }
        try (FakeEngine fake = new FakeEngine(folder, path -> {
            if (path.endsWith("/bytes")) {
                return bytes;
            }
            return path.startsWith("/api/feeds") ? counters : "{\"messages\":[" + newestFirst + "]}";
        })) {
            return new JournalCheck(fake.engine(), ledger).run();
        }
    }

    private static SimulatedMessage message(String controlId) {
        return new SimulatedMessage(
                controlId,
                "ADT^A08",
                LocalDateTime.of(2026, 3, 2, 8, 0),
                false,
                "MSH|".getBytes(StandardCharsets.US_ASCII));
    }

    private static String row(int id, String controlId, String state, String more) {
        return "{\"id\":" + id + ",\"controlId\":\"" + controlId + "\",\"state\":\"" + state + "\"" + more + "}";
    }

    private static String counters(int received, int processed, boolean balanced) {
        return "{\"received\":" + received + ",\"processed\":" + processed + ",\"filtered\":" + (received - processed)
                + ",\"queued\":0,\"held\":0,\"failed\":0,\"balanced\":" + balanced + "}";
    }
}
