package dev.tributary.journal;

import static dev.tributary.journal.JournalKit.message;
import static dev.tributary.journal.JournalKit.text;
import static dev.tributary.journal.JournalKit.wire;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a person can look for. */
class MessageSearchTest {

    private static final FeedName ADT = new FeedName("adt");
    private static JournalKit kit;
    private static List<MessageId> ids;
    private static MessageId result;

    @BeforeAll
    static void fill() {
        kit = new JournalKit();
        ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(kit.recorded(message("C" + i, "P" + i)));
        }
        result = kit.recorded(wire(ADT, text("LAB", "R1", "P1").replace("ADT^A08^ADT_A01", "ORU^R01^ORU_R01")));
        kit.journal.transitions().finish(ids.get(0), Ending.processed("v1"));
        kit.journal.transitions().finish(ids.get(1), Ending.failed(Fault.of(FaultCode.CHARSET, "invented")));
        kit.journal.transitions().finish(ids.get(2), Ending.held(Fault.of(FaultCode.CHARSET, "invented")));
    }

    @AfterAll
    static void close() {
        kit.close();
    }

    private static List<MessageId> find(MessageQuery query) {
        return kit.journal.search().find(query).stream().map(MessageSummary::id).toList();
    }

    private static List<MessageId> newestFirst(int from, int to) {
        List<MessageId> part = new ArrayList<>(ids.subList(from, to));
        java.util.Collections.reverse(part);
        return part;
    }

    @Test
    void byFeedAndType() {
        assertThat(find(MessageQuery.NEWEST.withFeed(ADT))).containsExactly(result);
        assertThat(find(MessageQuery.NEWEST.withType("ORU"))).containsExactly(result);
        assertThat(find(MessageQuery.NEWEST.withType("ORU^R01"))).containsExactly(result);
        assertThat(find(MessageQuery.NEWEST.withType("ADT"))).isEqualTo(newestFirst(0, 10));
        assertThat(find(MessageQuery.NEWEST.withType("AD"))).isEmpty();
    }

    @Test
    void byStateAndReason() {
        assertThat(find(MessageQuery.NEWEST.withState(MessageState.PROCESSED))).containsExactly(ids.get(0));
        assertThat(find(MessageQuery.NEWEST.withReason("CHARSET"))).isEqualTo(newestFirst(1, 3));
        assertThat(find(MessageQuery.NEWEST.withReason("CHARSET").withState(MessageState.HELD)))
                .containsExactly(ids.get(2));
    }

    @Test
    void byControlIdAndTime() {
        assertThat(find(MessageQuery.NEWEST.withControlId("C7"))).containsExactly(ids.get(7));
        Instant fifth = kit.row(ids.get(5)).receivedAt();
        Instant eighth = kit.row(ids.get(8)).receivedAt();
        assertThat(find(MessageQuery.NEWEST.withReceived(fifth, eighth)))
                .contains(ids.get(5))
                .doesNotContain(ids.get(8), result);
    }

    @Test
    void pageByPageWithoutGapOrRepetition() {
        List<MessageId> all = new ArrayList<>();
        MessageQuery query = MessageQuery.NEWEST.withLimit(3);
        List<MessageId> page = find(query);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = find(query.after(page.get(page.size() - 1)));
        }
        List<MessageId> expected = newestFirst(0, 10);
        expected.add(0, result);
        assertThat(all).isEqualTo(expected);
    }

    @Test
    void findsNothingUnderANumberNeverGiven() {
        assertThat(kit.journal.search().read(new MessageId(1_000_000))).isEmpty();
    }
}
