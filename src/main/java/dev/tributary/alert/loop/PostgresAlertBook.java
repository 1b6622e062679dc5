package dev.tributary.alert.loop;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertContext;
import dev.tributary.alert.AlertState;
import dev.tributary.alert.Recipient;
import dev.tributary.alert.Watch;
import dev.tributary.alert.ledger.AlertRow;
import dev.tributary.alert.outbox.Outbox;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The book in the database of the outbox. Thread-safe. */
public final class PostgresAlertBook implements AlertBook {

    private final JdbcClient jdbc;
    private final Outbox outbox;

    /**
     * @param jdbc on the data source that the FHIR store's transaction manager rules
     * @param outbox takes what is to be sent
     */
    public PostgresAlertBook(JdbcClient jdbc, Outbox outbox) {
        this.jdbc = jdbc;
        this.outbox = outbox;
    }

    @Override
    public boolean add(Alert alert, AlertState state) {
        return outbox.add(alert, state);
    }

    @Override
    public Optional<Standing> find(String id) {
        return uuid(id).flatMap(key -> jdbc.sql("select * from tributary.alert where id = ? for update")
                .param(key)
                .query(PostgresAlertBook::standing)
                .optional());
    }

    @Override
    public List<Standing> standing(String rule, String focus) {
        return jdbc.sql("""
                        select * from tributary.alert
                        where kind = 'raised' and focus = ? and rule = ? and state not in ('retracted', 'recovered')
                        order by seq desc for update
                        """)
                .param(focus)
                .param(rule)
                .query(PostgresAlertBook::standing)
                .list();
    }

    @Override
    public void close(String id, AlertState state, Instant at, @Nullable String by) {
        boolean acknowledged = state == AlertState.ACKNOWLEDGED;
        jdbc.sql("""
                        update tributary.alert
                        set state = ?, next_at = null,
                            acknowledged_at = case when ? then ? else acknowledged_at end,
                            acknowledged_by = case when ? then ? else acknowledged_by end
                        where id = ?
                        """)
                .param(state.code())
                .param(acknowledged)
                .param(Timestamp.from(at))
                .param(acknowledged)
                .param(by)
                .param(UUID.fromString(id))
                .update();
    }

    @Override
    public void open(String id, Instant at, Instant due, Instant next) {
        jdbc.sql("""
                        update tributary.alert
                        set state = 'open', opened_at = ?, due_at = ?, next_at = ?, step = 0,
                            acknowledged_at = null, acknowledged_by = null
                        where id = ?
                        """)
                .param(Timestamp.from(at))
                .param(Timestamp.from(due))
                .param(Timestamp.from(next))
                .param(UUID.fromString(id))
                .update();
    }

    @Override
    public void escalated(String id, int step, @Nullable Instant next) {
        jdbc.sql("update tributary.alert set step = ?, next_at = ? where id = ?")
                .param(step)
                .param(next == null ? null : Timestamp.from(next))
                .param(UUID.fromString(id))
                .update();
    }

    @Override
    public void note(String id, LoopEvent event) {
        jdbc.sql("""
                        insert into tributary.alert_event (alert_id, at, what, who, detail, message_id)
                        values (?, ?, ?, ?, ?, ?)
                        """)
                .param(UUID.fromString(id))
                .param(Timestamp.from(event.at()))
                .param(event.what())
                .param(event.who())
                .param(event.detail())
                .param(event.message())
                .update();
    }

    @Override
    public int burstSince(String burst, Instant since) {
        return jdbc.sql("select count(*) from tributary.alert where burst = ? and raised_at >= ?")
                .param(UUID.fromString(burst))
                .param(Timestamp.from(since))
                .query(Integer.class)
                .single();
    }

    @Override
    public void summarise(String id, Instant next) {
        jdbc.sql("""
                        update tributary.alert a set next_at = ?
                        where id = ? and not exists (
                            select 1 from tributary.alert b
                            where b.burst = a.burst and b.state = 'collapsed' and b.next_at is not null)
                        """).param(Timestamp.from(next)).param(UUID.fromString(id)).update();
    }

    @Override
    public void watch(Watch watch) {
        if (watch.at() == null) {
            jdbc.sql("delete from tributary.alert_watch where rule = ? and focus = ?")
                    .param(watch.rule())
                    .param(watch.focus())
                    .update();
            return;
        }
        jdbc.sql("""
                        insert into tributary.alert_watch (rule, focus, at, feed, facility, trigger, message_id)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (rule, focus) do update
                            set at = excluded.at, feed = excluded.feed, facility = excluded.facility,
                                trigger = excluded.trigger, message_id = excluded.message_id
                        """)
                .param(watch.rule())
                .param(watch.focus())
                .param(Timestamp.from(watch.at()))
                .param(watch.context().feed().value())
                .param(watch.context().facility())
                .param(watch.context().trigger())
                .param(watch.context().cause().value())
                .update();
    }

    /** @return alerts for which something is due by then, at most so many, locked; those that another node has are left out */
    List<Standing> due(Instant now, int most) {
        return jdbc.sql("""
                        select * from tributary.alert where next_at <= ?
                        order by next_at limit ? for update skip locked
                        """)
                .param(Timestamp.from(now))
                .param(most)
                .query(PostgresAlertBook::standing)
                .list();
    }

    /** @return alerts that wait for an answer, oldest first, without the first so many */
    List<Standing> open(int passed, int most) {
        return jdbc.sql("select * from tributary.alert where state = 'open' order by seq offset ? limit ?")
                .param(passed)
                .param(most)
                .query(PostgresAlertBook::standing)
                .list();
    }

    /** @return whether its story says that the answer asked for at that time is late */
    boolean isOverdue(String id, Instant opened) {
        return jdbc.sql(
                                "select count(*) from tributary.alert_event where alert_id = ? and what = 'overdue' and at >= ?")
                        .param(UUID.fromString(id))
                        .param(Timestamp.from(opened))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** @return recipients of all notices about an alert */
    public List<Recipient> heardBy(String alert) {
        return uuid(alert)
                .map(
                        key -> jdbc
                                .sql("select reach from tributary.alert where about = ?")
                                .param(key)
                                .query(String.class)
                                .list()
                                .stream()
                                .flatMap(reach -> AlertRow.reach(reach).recipients().stream())
                                .toList())
                .orElse(List.of());
    }

    /** @return how many of a burst are told by no summary yet; they are from now on */
    int takeCollapsed(String burst) {
        return jdbc.sql("""
                        update tributary.alert set step = 1, next_at = null
                        where burst = ? and state = 'collapsed' and step = 0
                        """).param(UUID.fromString(burst)).update();
    }

    /** @return questions due by then, at most so many, taken from the book */
    List<Watch> takeDue(Instant now, int most) {
        return jdbc.sql("""
                        with taken as (
                            delete from tributary.alert_watch where (rule, focus) in (
                                select rule, focus from tributary.alert_watch where at <= ?
                                order by at limit ? for update skip locked)
                            returning *)
                        select * from taken order by at, rule, focus
                        """)
                .param(Timestamp.from(now))
                .param(most)
                .query((row, number) -> new Watch(
                        row.getString("rule"),
                        row.getString("focus"),
                        AlertRow.instant(row, "at"),
                        new AlertContext(
                                new MessageId(row.getLong("message_id")),
                                new FeedName(row.getString("feed")),
                                row.getString("trigger"),
                                row.getString("facility"),
                                row.getTimestamp("at").toInstant())))
                .list();
    }

    private static Standing standing(ResultSet row, int number) throws SQLException {
        return new Standing(
                AlertRow.alert(row),
                AlertState.of(row.getString("state")),
                AlertRow.instant(row, "opened_at"),
                AlertRow.instant(row, "due_at"),
                row.getInt("step"),
                row.getString("acknowledged_by"));
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
