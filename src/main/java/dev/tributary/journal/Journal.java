package dev.tributary.journal;

import dev.tributary.base.LogKey;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The journal on PostgreSQL, put together: whoever wires the engine opens one and takes from it what it needs. Needs
 * the tables of {@code V1__journal.sql}. Close the {@link LaneScheduler} first, then this.
 */
public final class Journal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final long NOTE_EVERY_MILLIS = 100;
    private static final long FOLD_EVERY_MILLIS = 1_000;
    private static final int LONGEST_SEARCH_SECONDS = 10;

    private final JournalProperties settings;
    private final Clock clock;
    private final PostgresJournal messages;
    private final PostgresAcknowledgments acknowledgments;
    private final PostgresTransitions transitions;
    private final PostgresCounters counters;
    private final PostgresSearch search;
    private final PostgresUnmappedCodes unmappedCodes;
    private final StoredQueue stored;
    private final JdbcClient client;
    private final ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "journal-chores");
        thread.setDaemon(true);
        return thread;
    });

    private Journal(
            DataSource dataSource,
            JournalProperties settings,
            Function<WireMessage, Optional<MessageHeader>> peek,
            Clock clock) {
        JdbcTemplate template = new JdbcTemplate(dataSource);
        JdbcClient client = JdbcClient.create(template);
        this.client = client;
        this.settings = settings;
        this.clock = clock;
        this.messages =
                new PostgresJournal(new RecordingConnection(dataSource, settings.commitTimeout()), settings, peek);
        this.acknowledgments = new PostgresAcknowledgments(template);
        this.transitions = new PostgresTransitions(client, clock);
        this.counters = new PostgresCounters(template);
        // people wait for it: a search that is too wide or meets a lock must not hold their page and a connection for
        // ever
        JdbcTemplate reading = new JdbcTemplate(dataSource);
        reading.setQueryTimeout(LONGEST_SEARCH_SECONDS);
        this.search = new PostgresSearch(JdbcClient.create(reading));
        this.unmappedCodes = new PostgresUnmappedCodes(client, clock);
        this.stored = new StoredQueue(template, peek);
        chore(acknowledgments::flush, NOTE_EVERY_MILLIS);
        chore(counters::fold, FOLD_EVERY_MILLIS);
        chore(unmappedCodes::flush, FOLD_EVERY_MILLIS);
    }

    /**
     * @param dataSource the one that FHIR store and outbox use too, so that their rows commit with the journal's; one of
     *     its connections is kept for recording
     * @param settings see there
     * @param peek reads the MSH of what is taken up again, or refused: {@code HeaderPeek} with the feed's character set
     * @param clock for the times in rows; waiting goes by the machine's own
     * @return ready to record
     */
    public static Journal open(
            DataSource dataSource,
            JournalProperties settings,
            Function<WireMessage, Optional<MessageHeader>> peek,
            Clock clock) {
        return new Journal(dataSource, settings, peek, clock);
    }

    private void chore(Runnable work, long everyMillis) {
        var unused =
                chores.scheduleWithFixedDelay(() -> attempt(work), everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            // the chores lose nothing by waiting for the next turn
            LOG.atDebug().addKeyValue(LogKey.EXCEPTION, e.getClass().getName()).log("journal chore put off");
        }
    }

    /** @return the way in */
    public MessageJournal messages() {
        return messages;
    }

    /** @return where answers to senders are noted */
    public JournalAcknowledgments acknowledgments() {
        return acknowledgments;
    }

    /** @return how a processor ends a message in its own transaction */
    public JournalTransitions transitions() {
        return transitions;
    }

    /** @return the counters of invariant 3 */
    public FeedCounters counters() {
        return counters;
    }

    /** @return reading for people */
    public MessageSearch search() {
        return search;
    }

    /** @return what was received, for whoever walks over all of it */
    public ReceivedMessages received() {
        return new PostgresReceived(client);
    }

    /** @return the codes that no code table has */
    public UnmappedCodes unmappedCodes() {
        return unmappedCodes;
    }

    /**
     * From now on messages are found by their words, about a second after their receipt; those that came before are caught
     * up with.
     *
     * @param terms says which words
     */
    public void findBy(SearchTerms terms) {
        TermIndex index = new TermIndex(client, terms);
        chore(index::advance, FOLD_EVERY_MILLIS / 2);
    }

    /**
     * @param processor what is done with each message
     * @param laneKeys which lanes a message belongs to
     * @param failures what a feed wants done with a message that failed for good
     * @return the one scheduler of this journal, not yet started
     */
    public LaneScheduler scheduler(MessageProcessor processor, LaneKeys laneKeys, FailurePolicy failures) {
        QueueFeeder feeder = new QueueFeeder(stored, transitions, laneKeys, settings);
        messages.handTo(feeder.listener());
        return new LaneScheduler(feeder, stored, transitions, processor, failures, settings, clock);
    }

    /** Commits what waits, writes the last notes and stops. */
    @Override
    public void close() {
        messages.close();
        chores.shutdown();
        try {
            if (!chores.awaitTermination(5, TimeUnit.SECONDS)) {
                chores.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        attempt(acknowledgments::flush);
        attempt(unmappedCodes::flush);
    }
}
