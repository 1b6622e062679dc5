package dev.tributary.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.MessageId;
import dev.tributary.kit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.transaction.support.TransactionTemplate;

/** On a real PostgreSQL, with the migration as shipped. */
class JdbcFactTimesTest {

    private static final Stamp EARLY = new Stamp(Instant.parse("2026-03-01T08:00:00.123456Z"), new MessageId(7));
    private static final Stamp LATE = new Stamp(Instant.parse("2026-03-02T08:00:00Z"), new MessageId(9));

    private final DataSource dataSource = TestDatabase.create();
    private final JdbcFactTimes times = new JdbcFactTimes(dataSource);

    @BeforeEach
    void migrate() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            ScriptUtils.executeSqlScript(connection, new ClassPathResource("db/migration/V2__identity.sql"));
            ScriptUtils.executeSqlScript(connection, new ClassPathResource("db/migration/V30__moves.sql"));
        }
    }

    @Test
    void whatIsRememberedIsKnown() {
        Map<String, FactTime> remembered = Map.of(
                "Patient/p",
                new FactTime(LATE, Map.of("address", EARLY, "location@2026-03-01T08:00:00Z", Stamp.UNOWNED)),
                "Encounter/v",
                new FactTime(EARLY, Map.of()));
        times.remember(remembered);
        assertThat(times.of(List.of("Patient/p", "Encounter/v", "Patient/unknown")))
                .isEqualTo(remembered);
    }

    @Test
    void whatIsRememberedAnewReplacesWhatWasThere() {
        times.remember(Map.of("Patient/p", new FactTime(EARLY, Map.of("address", EARLY))));
        times.remember(Map.of("Patient/p", new FactTime(LATE, Map.of())));
        assertThat(times.of(List.of("Patient/p"))).isEqualTo(Map.of("Patient/p", new FactTime(LATE, Map.of())));
    }

    @Test
    void nothingIsRememberedOfATransactionThatRollsBack() {
        new TransactionTemplate(new DataSourceTransactionManager(dataSource)).executeWithoutResult(status -> {
            times.remember(Map.of("Patient/p", new FactTime(EARLY, Map.of())));
            status.setRollbackOnly();
        });
        assertThat(times.of(List.of("Patient/p"))).isEmpty();
    }
}
