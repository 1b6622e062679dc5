package dev.tributary.flow.wire.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.hl7.HeaderPeek;
import dev.tributary.journal.AckOutcome;
import dev.tributary.journal.FeedCount;
import dev.tributary.journal.Journal;
import dev.tributary.journal.JournalProperties;
import dev.tributary.journal.MessageQuery;
import dev.tributary.journal.MessageSummary;
import dev.tributary.kit.MessageDraft;
import dev.tributary.kit.Messages;
import dev.tributary.kit.MllpClient;
import dev.tributary.kit.TestDatabase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wire with the real journal behind it: what was acknowledged is in PostgreSQL, once, byte for byte. */
class MllpOnPostgresTest {

    private final Journal journal = open(TestDatabase.create());
    private Edge edge = Edge.on(Map.of(), journal.messages(), journal.acknowledgments(), journal.search());

    @BeforeEach
    void start() throws Exception {
        edge.camel.start();
    }

    @AfterEach
    void stop() {
        edge.close();
        journal.close();
    }

    @Test
    void everyAcknowledgedMessageIsInTheJournalOnceByteForByte() {
        List<byte[]> sent = new ArrayList<>();
        try (MllpClient client = edge.client()) {
            for (int i = 0; i < 200; i++) {
                MessageDraft message = Messages.adtA01().withControlId("PG" + i);
                sent.add(message.bytes());
                client.write(message.framed());
            }
            for (int i = 0; i < 200; i++) {
                assertThat(MllpEdgeTest.msa(client.read())).isEqualTo("MSA|AA|PG" + i);
            }
        }
        List<MessageSummary> rows = journal.search().find(MessageQuery.NEWEST.withLimit(1000));
        assertThat(rows).hasSize(200);
        for (int i = 0; i < 200; i++) {
            // newest first
            MessageSummary row = rows.get(199 - i);
            assertThat(row.controlId()).isEqualTo("PG" + i);
            assertThat(journal.search().read(row.id()).orElseThrow().bytes()).isEqualTo(sent.get(i));
        }
    }

    @Test
    void countersBalanceOverAcceptedRepeatedAndRefused() {
        try (MllpClient client = edge.client()) {
            assertThat(client.ask(Messages.adtA01().withControlId("C1").text())).contains("MSA|AA|C1");
            assertThat(client.ask(Messages.adtA01().withControlId("C1").text())).contains("MSA|AA|C1");
            assertThat(client.ask(Messages.adtA01()
                            .withControlId("C1")
                            .withPid5("Other^Name")
                            .text()))
                    .contains("MSA|AA|C1");
            assertThat(client.ask("hello")).contains("MSA|AR|");
        }
        await().untilAsserted(() -> {
            FeedCount count = journal.counters().snapshot().get(0);
            assertThat(count.received()).isEqualTo(4);
            assertThat(count.queued()).isEqualTo(2);
            assertThat(count.filteredTotal()).isEqualTo(1);
            assertThat(count.failedTotal()).isEqualTo(1);
            assertThat(count.balances()).isTrue();
            assertThat(count.acknowledged()).containsEntry(AckOutcome.ACCEPTED, 3L);
        });
    }

    private static Journal open(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .target("1")
                .load()
                .migrate();
        return Journal.open(
                database, JournalProperties.defaults(), wire -> HeaderPeek.of(wire.bytes()), Clock.systemUTC());
    }
}
