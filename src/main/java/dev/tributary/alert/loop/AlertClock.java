package dev.tributary.alert.loop;

import static dev.tributary.base.LogKey.EXCEPTION;
import static dev.tributary.base.LogKey.RULE;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertKind;
import dev.tributary.alert.AlertRules;
import dev.tributary.alert.AlertState;
import dev.tributary.alert.Alerting;
import dev.tributary.alert.Surroundings;
import dev.tributary.alert.Watch;
import dev.tributary.alert.audience.Audience;
import dev.tributary.alert.rule.EscalationStep;
import dev.tributary.alert.rule.Response;
import dev.tributary.base.BusinessId;
import dev.tributary.base.Meters;
import dev.tributary.store.FhirStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Does what is due: escalates what nobody has acknowledged, tells the number of a burst, asks rules the questions they
 * wanted asked later, and sees what was done to Tasks. Everything that is due stands in the database, as a time: a restart
 * loses nothing, a clock that was set forward does late steps at once and each once, one set back waits. Several nodes
 * share the work by row locks.
 */
public final class AlertClock {

    private static final Logger LOG = LoggerFactory.getLogger(AlertClock.class);
    // how long one that could not be done waits, so that those behind it are not kept waiting
    private static final Duration LATER = Duration.ofMinutes(1);
    private static final int TOGETHER = 25;

    private final Supplier<AlertRules> rules;
    private final PostgresAlertBook book;
    private final Audience audience;
    private final Alerting alerting;
    private final List<Runnable> answers;
    private final FhirStore store;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final MeterRegistry meters;
    private @Nullable ScheduledExecutorService ticker;

    /**
     * @param rules the rules as they are now
     * @param book where alerts stand
     * @param audience finds the next audience
     * @param alerting asks rules
     * @param answers look for acknowledgements that came to Tasks and queues
     * @param store the record
     * @param transactions of all of these
     * @param clock says what is due
     * @param meters count escalations
     */
    public AlertClock(
            Supplier<AlertRules> rules,
            PostgresAlertBook book,
            Audience audience,
            Alerting alerting,
            List<Runnable> answers,
            FhirStore store,
            TransactionOperations transactions,
            Clock clock,
            MeterRegistry meters) {
        this.rules = rules;
        this.book = book;
        this.audience = audience;
        this.alerting = alerting;
        this.answers = answers;
        this.store = store;
        this.transactions = transactions;
        this.clock = clock;
        this.meters = meters;
    }

    /** Begins to look, every second. */
    public synchronized void start() {
        ScheduledExecutorService fresh = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, "alert-clock");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> unused = fresh.scheduleWithFixedDelay(this::tickSafely, 1, 1, TimeUnit.SECONDS);
        ticker = fresh;
    }

    /** Ends after what is at hand. */
    public synchronized void stop() throws InterruptedException {
        if (ticker != null) {
            ticker.shutdown();
            if (!ticker.awaitTermination(10, TimeUnit.SECONDS)) {
                ticker.shutdownNow();
            }
            ticker = null;
        }
    }

    // the database may be away: what is due stays due
    private void tickSafely() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue(EXCEPTION, e.getClass().getName()).log("escalations wait: trying again");
        }
    }

    /**
     * Does everything that is due now, each escalation in a transaction of its own and questions some at a time: what
     * cannot be done waits a minute and keeps nothing else from being done.
     *
     * @throws RuntimeException if the database is away
     */
    public void tick() {
        for (Runnable look : answers) {
            try {
                look.run();
            } catch (RuntimeException e) {
                // nobody's silence may be prolonged because somebody's answer could not be read
                LOG.atWarn()
                        .addKeyValue(EXCEPTION, e.getClass().getName())
                        .log("answers could not be looked for: trying again");
            }
        }
        Instant now = clock.instant();
        while (done(
                () -> book.due(now, 1),
                standing -> attend(standing, now),
                standing -> book.escalated(standing.alert().id(), standing.step(), now.plus(LATER)),
                standing -> standing.alert().rule())) {
            // the next
        }
        while (askDue(now)) {
            // the next
        }
    }

    // a hospital discharges hundreds a day, and each commit waits for the disk: together, and one by one where that
    // fails
    private boolean askDue(Instant now) {
        try {
            return Boolean.TRUE.equals(transactions.execute(status -> {
                List<Watch> due = book.takeDue(now, TOGETHER);
                store.foresee(due.stream().map(Watch::focus).toList());
                due.forEach(alerting::ask);
                return !due.isEmpty();
            }));
        } catch (RuntimeException e) {
            return done(
                    () -> book.takeDue(now, 1),
                    alerting::ask,
                    watch -> book.watch(new Watch(watch.rule(), watch.focus(), now.plus(LATER), watch.context())),
                    Watch::rule);
        }
    }

    /**
     * Takes one thing that is due and does it.
     *
     * @return whether there was one
     */
    private <T> boolean done(Supplier<List<T>> due, Consumer<T> work, Consumer<T> later, Function<T, String> rule) {
        AtomicReference<@Nullable T> atHand = new AtomicReference<>();
        try {
            return Boolean.TRUE.equals(transactions.execute(status -> {
                for (T one : due.get()) {
                    atHand.set(one);
                    work.accept(one);
                }
                return atHand.get() != null;
            }));
        } catch (RuntimeException e) {
            T failed = atHand.get();
            if (failed == null) {
                throw e;
            }
            LOG.atError()
                    .addKeyValue(RULE, rule.apply(failed))
                    .addKeyValue(EXCEPTION, e.getClass().getName())
                    .log("what was due could not be done: trying again in a minute");
            meters.counter(Meters.RULE_FAULTS.meterName(), "rule", rule.apply(failed))
                    .increment();
            transactions.executeWithoutResult(status -> later.accept(failed));
            return true;
        }
    }

    private void attend(Standing standing, Instant now) {
        switch (standing.state()) {
            case COLLAPSED -> summarise(standing, now);
            case OPEN -> escalate(standing, now);
            default -> book.escalated(standing.alert().id(), standing.step(), null);
        }
    }

    private void summarise(Standing standing, Instant now) {
        Alert one = standing.alert();
        int count = book.takeCollapsed(Objects.requireNonNull(one.burst()));
        if (count > 0) {
            Alert summary = one.notice(
                    BusinessId.of("Alert", one.id(), AlertKind.SUMMARY.code()),
                    AlertKind.SUMMARY,
                    count + " more alerts of rule " + one.rule() + "; see the ledger",
                    one.cause(),
                    now);
            var unused = book.add(summary, AlertState.NOTICE);
        }
    }

    private void escalate(Standing standing, Instant now) {
        Alert alert = standing.alert();
        Response response = rules.get()
                .named(alert.rule())
                .map(rule -> rule.conduct().response())
                .orElse(null);
        Instant opened = Objects.requireNonNullElse(standing.openedAt(), alert.at());
        int step = standing.step();
        List<EscalationStep> steps = response == null ? List.of() : response.steps();
        // after a long stop several steps are due: each is done, so that each audience hears
        while (step < steps.size() && !opened.plus(steps.get(step).after()).isAfter(now)) {
            notify(standing, opened, step, steps.get(step), now);
            step++;
        }
        if (standing.dueAt() != null && !standing.dueAt().isAfter(now) && !book.isOverdue(alert.id(), opened)) {
            book.note(alert.id(), new LoopEvent(now, "overdue", "", "", null));
        }
        Instant next = step < steps.size() ? opened.plus(steps.get(step).after()) : null;
        if (standing.dueAt() != null
                && standing.dueAt().isAfter(now)
                && (next == null || standing.dueAt().isBefore(next))) {
            next = standing.dueAt();
        }
        book.escalated(alert.id(), step, next);
    }

    private void notify(Standing standing, Instant opened, int number, EscalationStep step, Instant now) {
        Alert alert = standing.alert();
        Alert asked = step.audience().isEmpty() ? alert : alert.forAudience(step.audience());
        Alert notice = asked.reaching(
                        audience.of(asked, Surroundings.of(store, List.of())).addressedTo(step.to()))
                .notice(
                        // the time of opening makes the steps of a re-opened alert facts of their own
                        BusinessId.of("Alert", alert.id(), "step", String.valueOf(number), opened.toString()),
                        AlertKind.ESCALATED,
                        "Not acknowledged (step " + (number + 1) + "): " + alert.text(),
                        alert.cause(),
                        now);
        if (book.add(notice, AlertState.NOTICE)) {
            book.note(
                    alert.id(),
                    new LoopEvent(
                            now,
                            "escalated",
                            "",
                            "step " + (number + 1) + " to " + String.join(", ", asked.audience())
                                    + (step.to().isEmpty() ? "" : " by " + String.join(", ", step.to())),
                            null));
            meters.counter(Meters.ALERTS_ESCALATED.meterName(), "rule", alert.rule())
                    .increment();
        }
    }
}
