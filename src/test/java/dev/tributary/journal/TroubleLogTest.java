package dev.tributary.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tributary.base.MessageId;
import java.sql.SQLRecoverableException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

/** What the log says while the database is away, and of a defect. */
class TroubleLogTest {

    private static final Instant BEGIN = Instant.parse("2026-03-02T03:00:00Z");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(TroubleLog.class);
    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final TroubleLog log = new TroubleLog(clock(now::get));

    private static Clock clock(InstantSource source) {
        return source.withZone(ZoneOffset.UTC);
    }

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private void away() {
        Throwable cause = new SQLRecoverableException("Larkspur^Imogen");
        log.tell(new MessageId(7), new DataAccessResourceFailureException("Larkspur", cause), "processing broke off");
    }

    @Test
    void aDatabaseThatIsAwayIsToldOnceInAWhile() {
        for (int i = 0; i < 10_000; i++) {
            away();
        }
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage()).contains("tried again");
            assertThat(line.getKeyValuePairs().toString()).doesNotContain("Larkspur");
        });
        now.set(BEGIN.plusSeconds(31));
        away();
        assertThat(lines.list).hasSize(2);
        assertThat(lines.list.get(1).getKeyValuePairs().toString()).contains("10000");
    }

    @Test
    void aDefectIsToldEachTime() {
        log.tell(new MessageId(7), new IllegalStateException("Larkspur"), "processing broke off");
        log.tell(new MessageId(8), new IllegalStateException("Larkspur"), "processing broke off");
        assertThat(lines.list).hasSize(2).allSatisfy(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getKeyValuePairs().toString())
                    .contains("IllegalStateException")
                    .doesNotContain("Larkspur");
        });
    }
}
