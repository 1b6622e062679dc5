package dev.tributary.journal;

import dev.tributary.base.Fault;
import dev.tributary.base.MessageId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Each change of state is one statement: row, timeline and counters together, or not at all. */
final class PostgresTransitions implements JournalTransitions {

    private static final String FINISH = """
            with ended as (
                update tributary.message
                set state = :state, reason = :reason, detail = :detail, place = :place,
                    mapping_version = coalesce(:mapping, mapping_version), attempts = attempts + 1,
                    next_attempt_at = null, waits_for = null, finished_at = :at
                where id = :id and state = 'QUEUED'
                returning id, feed, attempts),
            told as (
                insert into tributary.message_event
                    (message_id, at, kind, attempt, state, reason, detail, place, mapping_version)
                select id, :at, 'FINISHED', attempts, :state, :reason, :detail, :place, :mapping from ended)
            insert into tributary.feed_count_change (feed, counted, reason, n)
            select feed, 'QUEUED', '', -1 from ended union all select feed, :state, :reason, 1 from ended
            """;

    private static final String FINISH_TOGETHER = """
            with ending as (
                select * from unnest(:ids::bigint[], :states::text[], :reasons::text[], :details::text[],
                    :places::text[], :mappings::text[]) as e (id, state, reason, detail, place, mapping)),
            ended as (
                update tributary.message m
                set state = e.state, reason = e.reason, detail = e.detail, place = e.place,
                    mapping_version = coalesce(e.mapping, m.mapping_version), attempts = m.attempts + 1,
                    next_attempt_at = null, waits_for = null, finished_at = :at
                from ending e
                where m.id = e.id and m.state = 'QUEUED'
                returning m.id, m.feed, m.attempts, m.state, m.reason),
            told as (
                insert into tributary.message_event
                    (message_id, at, kind, attempt, state, reason, detail, place, mapping_version)
                select e.id, :at, 'FINISHED', ended.attempts, e.state, e.reason, e.detail, e.place, e.mapping
                from ended join ending e on e.id = ended.id order by e.id),
            counted as (
                insert into tributary.feed_count_change (feed, counted, reason, n)
                select feed, 'QUEUED', '', -count(*) from ended group by feed
                union all select feed, state, reason, count(*) from ended group by feed, state, reason)
            select count(*) from ended
            """;

    private static final String TRY_LATER = """
            with before as (
                select id, reason from tributary.message where id = :id and state = 'QUEUED' for update),
            waiting as (
                update tributary.message m
                set reason = :reason, detail = :detail, place = :place, attempts = m.attempts + 1,
                    next_attempt_at = :next
                from before where m.id = before.id
                returning m.id, m.attempts),
            told as (
                insert into tributary.message_event (message_id, at, kind, attempt, state, reason, detail, place)
                select w.id, :at, 'RETRYING', w.attempts, 'QUEUED', :reason, :detail, :place
                from waiting w join before on before.id = w.id
                -- an outage of hours is one line, not one for each attempt
                where before.reason <> :reason)
            select count(*) from waiting
            """;

    /** {@code %s}: which states it may come from; literal, so that nobody can pass others in. */
    private static final String MOVE = """
            with before as (
                select id, feed, state, reason, refused from tributary.message
                where id = :id and (%s) for update),
            moved as (
                update tributary.message m
                set state = :state, reason = :reason, detail = :detail, place = '', refused = false,
                    next_attempt_at = null, waits_for = null, finished_at = :finished
                from before where m.id = before.id
                returning m.id, m.attempts),
            told as (
                insert into tributary.message_event (message_id, at, kind, attempt, state, reason, detail, place, who)
                select id, :at, :kind, attempts, :state, :reason, :detail, '', :who from moved)
            insert into tributary.feed_count_change (feed, counted, reason, n)
            select b.feed, case when b.refused and b.state = 'FAILED' then 'REFUSED' else b.state end,
                case when b.state = 'QUEUED' then '' else b.reason end, -1
            from before b join moved on moved.id = b.id
            union all
            select b.feed, :state, :reason, 1 from before b join moved on moved.id = b.id
            """;

    private static final String RELEASE = MOVE.formatted("state = 'HELD'");
    private static final String SKIP = MOVE.formatted("state in ('HELD', 'QUEUED')");
    private static final String REPLAY =
            MOVE.formatted("state in ('PROCESSED', 'FAILED', 'HELD') or state = 'FILTERED' and duplicate_of is null");

    private static final String WAIT_FOR =
            "update tributary.message set waits_for = :held where id = any(:ids) and state = 'QUEUED'";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ConcurrentMap<MessageId, Optional<MessageState>> watched = new ConcurrentHashMap<>();

    PostgresTransitions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void finish(MessageId id, Ending ending) {
        int counted = jdbc.sql(FINISH)
                .param("id", id.value())
                .param("state", ending.state().name())
                .param("reason", ending.reason())
                .param("detail", ending.detail())
                .param("place", ending.where())
                .param("mapping", ending.mappingVersion(), java.sql.Types.VARCHAR)
                .param("at", Micros.parameter(clock.instant()))
                .update();
        if (counted == 0) {
            throw new NotQueuedException(id);
        }
        onCommit(id, ending.state());
    }

    @Override
    public void finish(Map<MessageId, Ending> endings) {
        if (endings.isEmpty()) {
            return;
        }
        // sorted, so that two transactions lock rows in the same order
        Map<Long, Ending> rows = new TreeMap<>();
        endings.forEach((id, ending) -> rows.put(id.value(), ending));
        long ended = jdbc.sql(FINISH_TOGETHER)
                .param("ids", rows.keySet().toArray(Long[]::new))
                .param("states", texts(rows, ending -> ending.state().name()))
                .param("reasons", texts(rows, Ending::reason))
                .param("details", texts(rows, Ending::detail))
                .param("places", texts(rows, Ending::where))
                .param("mappings", texts(rows, Ending::mappingVersion))
                .param("at", Micros.parameter(clock.instant()))
                .query(Long.class)
                .single();
        if (ended < rows.size()) {
            throw new NotQueuedException(new MessageId(rows.keySet().iterator().next()));
        }
        endings.forEach((id, ending) -> onCommit(id, ending.state()));
    }

    private static @Nullable String[] texts(Map<Long, Ending> rows, Function<Ending, @Nullable String> text) {
        return rows.values().stream().map(text).toArray(String[]::new);
    }

    private void onCommit(MessageId id, MessageState state) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            watched.replace(id, Optional.of(state));
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                watched.replace(id, Optional.of(state));
            }
        });
    }

    /** From now on remembers what becomes of this message, until {@link #outcome}. */
    void watch(MessageId id) {
        watched.put(id, Optional.empty());
    }

    /** @return what the message became by a committed {@link #finish} since {@link #watch}, or empty */
    Optional<MessageState> outcome(MessageId id) {
        Optional<MessageState> outcome = watched.remove(id);
        return outcome == null ? Optional.empty() : outcome;
    }

    /** @return whether the message is still QUEUED and will be tried again */
    boolean tryLater(MessageId id, Fault fault, Instant next) {
        return jdbc.sql(TRY_LATER)
                        .param("id", id.value())
                        .param("reason", fault.code().name())
                        .param("detail", fault.detail())
                        .param("place", fault.where())
                        .param("next", Micros.parameter(next))
                        .param("at", Micros.parameter(clock.instant()))
                        .query(Long.class)
                        .single()
                > 0;
    }

    boolean release(MessageId id, String who) {
        return move(RELEASE, id, MessageEvent.Kind.RELEASED, MessageState.QUEUED, "", "", who);
    }

    boolean skip(MessageId id, String who, String why) {
        return move(SKIP, id, MessageEvent.Kind.SKIPPED, MessageState.FILTERED, Ending.SKIPPED, why, who);
    }

    boolean replay(MessageId id, String who) {
        return move(REPLAY, id, MessageEvent.Kind.REPLAYED, MessageState.QUEUED, "", "", who);
    }

    private boolean move(
            String sql,
            MessageId id,
            MessageEvent.Kind kind,
            MessageState state,
            String reason,
            String detail,
            String who) {
        var now = Micros.parameter(clock.instant());
        return jdbc.sql(sql)
                        .param("id", id.value())
                        .param("kind", kind.name())
                        .param("state", state.name())
                        .param("reason", reason)
                        .param("detail", RowText.of(detail))
                        .param("who", RowText.of(who))
                        .param("at", now)
                        .param(
                                "finished",
                                state == MessageState.QUEUED ? null : now,
                                java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                        .update()
                > 0;
    }

    /** Shows why these wait. */
    void waitFor(MessageId held, List<Long> ids) {
        jdbc.sql(WAIT_FOR)
                .param("held", held.value())
                .param("ids", ids.toArray(Long[]::new))
                .update();
    }
}
