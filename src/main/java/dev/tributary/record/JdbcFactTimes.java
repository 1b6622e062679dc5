package dev.tributary.record;

import dev.tributary.base.MessageId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * {@link FactTimes} in the table {@code tributary.fact_time}. Within a transaction each time is read once, and what is
 * remembered is written just before the commit, in one statement for all messages: whoever changes a resource's times
 * holds the locks of its patient until then.
 */
public final class JdbcFactTimes implements FactTimes {

    private final JdbcClient sql;

    /** What one transaction has read and is going to write. */
    private final class Open implements TransactionSynchronization {

        private final Map<String, Optional<FactTime>> known = new HashMap<>();
        private final Map<String, FactTime> unwritten = new TreeMap<>();

        @Override
        public void beforeCommit(boolean readOnly) {
            write(unwritten);
            unwritten.clear();
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(JdbcFactTimes.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(JdbcFactTimes.this, this);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(JdbcFactTimes.this);
        }
    }

    /** @param dataSource the one the transaction manager of the FHIR store works on */
    public JdbcFactTimes(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    private @Nullable Open open() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            return null;
        }
        Open open = (Open) TransactionSynchronizationManager.getResource(this);
        if (open == null) {
            open = new Open();
            TransactionSynchronizationManager.bindResource(this, open);
            TransactionSynchronizationManager.registerSynchronization(open);
        }
        return open;
    }

    @Override
    public Map<String, FactTime> of(Collection<String> references) {
        Open open = open();
        if (open == null) {
            return read(references);
        }
        List<String> unread = references.stream()
                .filter(reference -> !open.known.containsKey(reference))
                .toList();
        Map<String, FactTime> read = read(unread);
        unread.forEach(reference -> open.known.put(reference, Optional.ofNullable(read.get(reference))));
        Map<String, FactTime> times = new HashMap<>();
        for (String reference : references) {
            open.known.getOrDefault(reference, Optional.empty()).ifPresent(time -> times.put(reference, time));
        }
        return times;
    }

    private Map<String, FactTime> read(Collection<String> references) {
        Map<String, FactTime> times = new HashMap<>();
        if (references.isEmpty()) {
            return times;
        }
        sql.sql("""
                        select reference, stated_at, message_id,
                               coalesce(told_of, '') as told_of, coalesce(moved_to, '') as moved_to,
                               array(select key || ' ' || value from jsonb_each_text(elements)) as elements
                        from tributary.fact_time where reference = any (:references::text[])
                        """).param("references", references.toArray(new String[0])).query(row -> {
            times.put(
                    row.getString("reference"),
                    new FactTime(newest(row), elements(row), row.getString("told_of"), row.getString("moved_to")));
        });
        return times;
    }

    private static Stamp newest(ResultSet row) throws SQLException {
        return new Stamp(
                row.getObject("stated_at", OffsetDateTime.class).toInstant(), new MessageId(row.getLong("message_id")));
    }

    // each as "element instant message"; an element may hold spaces of its own in front
    private static Map<String, Stamp> elements(ResultSet row) throws SQLException {
        Map<String, Stamp> elements = new TreeMap<>();
        for (String text : (String[]) row.getArray("elements").getArray()) {
            int message = text.lastIndexOf(' ');
            int instant = text.lastIndexOf(' ', message - 1);
            elements.put(
                    text.substring(0, instant),
                    new Stamp(
                            Instant.parse(text.substring(instant + 1, message)),
                            new MessageId(Long.parseLong(text.substring(message + 1)))));
        }
        return elements;
    }

    @Override
    public void remember(Map<String, FactTime> times) {
        Open open = open();
        if (open == null) {
            write(times);
            return;
        }
        times.forEach((reference, time) -> open.known.put(reference, Optional.of(time)));
        open.unwritten.putAll(times);
    }

    private void write(Map<String, FactTime> times) {
        if (times.isEmpty()) {
            return;
        }
        // sorted, so that two transactions lock rows in the same order
        List<Map.Entry<String, FactTime>> rows = List.copyOf(new TreeMap<>(times).entrySet());
        sql.sql("""
                        insert into tributary.fact_time (reference, stated_at, message_id, elements, told_of, moved_to)
                        select t.reference, t.stated_at, t.message_id, t.elements::jsonb, nullif(t.told_of, ''),
                               nullif(t.moved_to, '')
                        from unnest(:references::text[], :stated::timestamptz[], :messages::bigint[], :elements::text[],
                                    :told::text[], :moved::text[])
                             as t (reference, stated_at, message_id, elements, told_of, moved_to)
                        on conflict (reference) do update
                        set stated_at = excluded.stated_at, message_id = excluded.message_id,
                            elements = excluded.elements, told_of = excluded.told_of, moved_to = excluded.moved_to
                        """)
                .param("references", rows.stream().map(Map.Entry::getKey).toArray(String[]::new))
                .param(
                        "stated",
                        rows.stream()
                                .map(row -> newest(row).statedAt().toString())
                                .toArray(String[]::new))
                .param(
                        "messages",
                        rows.stream().map(row -> newest(row).message().value()).toArray(Long[]::new))
                .param(
                        "elements",
                        rows.stream()
                                .map(row -> json(row.getValue().elements()))
                                .toArray(String[]::new))
                .param("told", rows.stream().map(row -> row.getValue().toldOf()).toArray(String[]::new))
                .param(
                        "moved",
                        rows.stream().map(row -> row.getValue().movedTo()).toArray(String[]::new))
                .update();
    }

    private static Stamp newest(Map.Entry<String, FactTime> row) {
        return row.getValue().newest();
    }

    // names of FHIR elements and instants need no escaping
    private static String json(Map<String, Stamp> elements) {
        StringBuilder json = new StringBuilder("{");
        new TreeMap<>(elements).forEach((element, stamp) -> json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(element)
                .append("\":\"")
                .append(stamp.statedAt())
                .append(' ')
                .append(stamp.message())
                .append('"'));
        return json.append('}').toString();
    }
}
