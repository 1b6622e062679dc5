package dev.tributary.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.kit.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Work items for who keeps the code tables. */
class UnmappedCodesTest {

    private static final FeedName LAB = new FeedName("lab");
    private static final FeedName ADT = new FeedName("adt");
    private static final Instant DAY = Instant.parse("2026-03-02T00:00:00Z");

    private final DataSource database = TestDatabase.create();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final PostgresUnmappedCodes codes =
            new PostgresUnmappedCodes(jdbc, Clock.fixed(DAY.plusSeconds(99), ZoneOffset.UTC));

    @Test
    void countsByFeedSenderTableAndCodeAndKeepsAFewExamples() {
        migrate();
        IntStream.rangeClosed(1, 4).forEach(n -> codes.saw(List.of(seen(n, LAB, "GLU", "Glucose"))));
        codes.flush();
        IntStream.rangeClosed(5, 9).forEach(n -> codes.saw(List.of(seen(n, LAB, "GLU", ""), seen(n, ADT, "GLU", ""))));
        codes.saw(List.of(seen(10, LAB, "NA", "Sodium")));

        List<UnmappedCode> found = codes.find(new UnmappedQuery(null, null, null, false, 0, 100));

        assertThat(found).extracting(UnmappedCode::count).containsExactly(9L, 5L, 1L);
        UnmappedCode first = found.get(0);
        assertThat(first.feed()).isEqualTo(LAB);
        assertThat(first.text()).as("the text seen last").isEqualTo("Glucose");
        assertThat(first.firstAt()).isEqualTo(DAY.plusSeconds(1));
        assertThat(first.lastAt()).isEqualTo(DAY.plusSeconds(9));
        assertThat(first.examples()).extracting(MessageId::value).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void filtersAndPages() {
        migrate();
        codes.saw(List.of(seen(1, LAB, "A", ""), seen(2, LAB, "A", ""), seen(3, LAB, "B", ""), seen(4, ADT, "C", "")));

        assertThat(codes.find(new UnmappedQuery(LAB, "LIS|NORTH", "units", false, 1, 1)))
                .extracting(UnmappedCode::code)
                .containsExactly("B");
        assertThat(codes.find(new UnmappedQuery(null, "LIS|SOUTH", null, false, 0, 10)))
                .isEmpty();
        assertThatThrownBy(() -> new UnmappedQuery(null, null, null, false, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLineSettlesAWorkItemUntilTheCodeIsSeenUnmappedAgain() {
        migrate();
        codes.saw(List.of(seen(1, LAB, "A", "")));

        assertThat(codes.resolve(List.of(LAB, ADT), "UNITS", "A")).isEqualTo(1);
        assertThat(codes.find(new UnmappedQuery(null, null, null, false, 0, 10)))
                .isEmpty();
        assertThat(codes.find(new UnmappedQuery(null, null, null, true, 0, 10)))
                .singleElement()
                .satisfies(code -> assertThat(code.resolvedAt()).isEqualTo(DAY.plusSeconds(99)));

        codes.saw(List.of(seen(2, LAB, "A", "")));
        assertThat(codes.find(new UnmappedQuery(null, null, null, false, 0, 10)))
                .singleElement()
                .satisfies(code -> assertThat(code.count()).isEqualTo(2));
    }

    @Test
    void whatCannotBeWrittenNowWaits() {
        codes.saw(List.of(seen(1, LAB, "A\u0000\uD800", ""), seen(1, LAB, "B", "")));
        assertThatThrownBy(codes::flush).isInstanceOf(DataAccessException.class);
        codes.saw(List.of(seen(2, LAB, "B", "")));
        migrate();

        assertThat(codes.find(new UnmappedQuery(null, null, null, false, 0, 10)))
                .extracting(UnmappedCode::count)
                .containsExactly(2L, 1L);
    }

    private static UnmappedSighting seen(int message, FeedName feed, String code, String text) {
        return new UnmappedSighting(
                new MessageId(message), feed, "LIS|NORTH", DAY.plusSeconds(message), "Units", code, text, "L");
    }

    private void migrate() {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
