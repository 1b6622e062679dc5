package dev.tributary.journal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the journal.
 *
 * @param workers how many messages are processed at a time; 0 takes twice the number of cores
 * @param window how many unfinished messages are looked at in memory; the rest waits in the database
 * @param windowMemory how many bytes of messages are kept in memory for the workers; others are read again when due
 * @param batch how many messages share a commit at most
 * @param waiting how many messages may wait for a commit; one more is refused, so that a stopped database cannot fill
 *     the memory
 * @param waitingMemory how many bytes may wait for a commit
 * @param retryFirst how long a message waits after its first transient failure; doubles with each attempt
 * @param retryLongest the wait grows no longer than this
 * @param commitTimeout how long the database may take for a commit; after that the messages are refused
 * @param together how many ready messages a worker applies in one transaction at most; 1: each in its own
 */
@ConfigurationProperties("tributary.journal")
public record JournalProperties(
        @DefaultValue("0") int workers,
        @DefaultValue("10000") int window,
        @DefaultValue("32MB") DataSize windowMemory,
        @DefaultValue("500") int batch,
        @DefaultValue("5000") int waiting,
        @DefaultValue("64MB") DataSize waitingMemory,
        @DefaultValue("200ms") Duration retryFirst,
        @DefaultValue("30s") Duration retryLongest,
        @DefaultValue("20s") Duration commitTimeout,
        @DefaultValue("25") int together) {

    /** @return what applies where nothing is set */
    public static JournalProperties defaults() {
        return new JournalProperties(
                0,
                10_000,
                DataSize.ofMegabytes(32),
                500,
                5_000,
                DataSize.ofMegabytes(64),
                Duration.ofMillis(200),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                25);
    }

    /** @return the number of workers, never 0 */
    int workerCount() {
        return workers > 0 ? workers : 2 * Runtime.getRuntime().availableProcessors();
    }
}
