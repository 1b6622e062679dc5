package dev.tributary.store.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Numbers from HAPI's sequences, many at a time. Each step of a sequence stands for the fifty numbers that end with its
 * value, as Hibernate's pooled optimizer takes them, so that HAPI and we never give out the same. Thread-safe.
 */
final class SequenceNumbers {

    private static final int STEP = 50;
    private static final int STEPS_AT_ONCE = 20;

    private final JdbcTemplate sql;
    private final Map<String, Deque<long[]>> ranges = new HashMap<>();

    SequenceNumbers(JdbcTemplate sql) {
        this.sql = sql;
    }

    /**
     * @param sequence its name in the database
     * @return a number that nobody else has
     */
    synchronized long next(String sequence) {
        Deque<long[]> mine = ranges.computeIfAbsent(sequence, name -> new ArrayDeque<>());
        if (mine.isEmpty()) {
            List<Long> ends = sql.queryForList(
                    "select nextval('" + sequence + "') from generate_series(1, " + STEPS_AT_ONCE + ")", Long.class);
            ends.forEach(end -> mine.add(new long[] {end - STEP + 1, end}));
        }
        long[] range = mine.element();
        long number = range[0]++;
        if (range[0] > range[1]) {
            mine.remove();
        }
        return number;
    }
}
