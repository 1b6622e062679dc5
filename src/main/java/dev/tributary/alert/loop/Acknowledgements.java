package dev.tributary.alert.loop;

import dev.tributary.alert.AlertRules;
import dev.tributary.alert.AlertState;
import dev.tributary.alert.Recipient;
import dev.tributary.base.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Takes acknowledgements, however they come, each in a transaction of its own. Thread-safe. */
public final class Acknowledgements {

    private final Supplier<AlertRules> rules;
    private final AlertBook book;
    private final AlertTasks tasks;
    private final HeardBy heardBy;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final MeterRegistry meters;

    /** Who else has heard of an alert: the recipients of its escalations. */
    @FunctionalInterface
    public interface HeardBy {
        /** @return recipients of all notices about an alert */
        List<Recipient> of(String alert);
    }

    /**
     * @param rules the rules as they are now
     * @param book where alerts stand
     * @param tasks their FHIR Tasks
     * @param heardBy who heard of escalations
     * @param transactions of book and tasks
     * @param clock for the time of the answer
     * @param meters count answers and refusals
     */
    public Acknowledgements(
            Supplier<AlertRules> rules,
            AlertBook book,
            AlertTasks tasks,
            HeardBy heardBy,
            TransactionOperations transactions,
            Clock clock,
            MeterRegistry meters) {
        this.rules = rules;
        this.book = book;
        this.tasks = tasks;
        this.heardBy = heardBy;
        this.transactions = transactions;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * @param said by whoever has heard the alert
     * @return what became of it; whatever could not be taken is in the alert's story and counted
     */
    public Answered take(Acknowledgement said) {
        Answered answered = Objects.requireNonNull(transactions.execute(status -> decide(said)));
        if (!(answered instanceof Answered.Accepted)) {
            meters.counter(
                            Meters.ACKNOWLEDGEMENTS_REFUSED.meterName(),
                            "channel",
                            said.channel(),
                            "reason",
                            answered.getClass().getSimpleName())
                    .increment();
        }
        return answered;
    }

    private Answered decide(Acknowledgement said) {
        Standing standing = book.find(said.alert()).orElse(null);
        if (standing == null) {
            return new Answered.Unknown();
        }
        Instant now = clock.instant();
        Answered answered = judge(standing, said);
        if (answered instanceof Answered.Accepted) {
            book.close(said.alert(), AlertState.ACKNOWLEDGED, now, said.by());
            book.note(said.alert(), event(now, "acknowledged", said, said.readBack()));
            tasks.ended(
                    standing.alert(), AlertState.ACKNOWLEDGED, standing.alert().cause());
            countAfterCommit(standing, now);
        } else {
            book.note(said.alert(), event(now, "refused", said, answered.words()));
        }
        return answered;
    }

    private Answered judge(Standing standing, Acknowledgement said) {
        if (standing.state() == AlertState.ACKNOWLEDGED) {
            return new Answered.Repeated(Objects.requireNonNullElse(standing.acknowledgedBy(), ""));
        }
        if (standing.state() != AlertState.OPEN) {
            return new Answered.NotOpen(standing.state());
        }
        if (said.by().isBlank()) {
            return new Answered.Nameless();
        }
        if (!said.entitled() && !isRecipient(standing, said.by())) {
            return new Answered.NotInAudience();
        }
        boolean readBack = rules.get()
                .named(standing.alert().rule())
                .map(rule -> rule.conduct().response())
                .map(response -> response.readBack())
                .orElse(false);
        return readBack && said.readBack().isBlank() ? new Answered.ReadBackMissing() : new Answered.Accepted();
    }

    private boolean isRecipient(Standing standing, String by) {
        return standing.alert().reach().practitioners().contains(by)
                || heardBy.of(standing.alert().id()).stream()
                        .anyMatch(each -> each.reference().equals(by)
                                || each.identifiers().contains(by));
    }

    private static LoopEvent event(Instant now, String what, Acknowledgement said, String detail) {
        return new LoopEvent(now, what, said.by(), said.channel() + (detail.isBlank() ? "" : ": " + detail), null);
    }

    private void countAfterCommit(Standing standing, Instant now) {
        Instant opened =
                Objects.requireNonNullElse(standing.openedAt(), standing.alert().at());
        boolean within = standing.dueAt() == null || !now.isAfter(standing.dueAt());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                meters.timer(
                                Meters.ALERTS_RESPONSE.meterName(),
                                "rule",
                                standing.alert().rule(),
                                "unit",
                                standing.alert().reach().unit())
                        .record(Duration.between(opened, now));
                meters.counter(
                                Meters.ALERTS_ANSWERED.meterName(),
                                "rule",
                                standing.alert().rule(),
                                "within",
                                String.valueOf(within))
                        .increment();
            }
        });
    }
}
