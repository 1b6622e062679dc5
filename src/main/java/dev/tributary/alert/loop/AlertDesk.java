package dev.tributary.alert.loop;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertEvaluation;
import dev.tributary.alert.AlertKind;
import dev.tributary.alert.AlertRules;
import dev.tributary.alert.AlertState;
import dev.tributary.alert.Ending;
import dev.tributary.alert.Surroundings;
import dev.tributary.alert.audience.Audience;
import dev.tributary.alert.rule.AlertRule;
import dev.tributary.alert.rule.Burst;
import dev.tributary.alert.rule.Response;
import dev.tributary.base.BusinessId;
import dev.tributary.base.MessageId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the rules' findings mean, given what was told before: a new fact is raised, the same fact is not, what has
 * ended is taken back for those who heard it, what was taken back and is true again is opened again. Works on any {@link
 * AlertBook}, so that tests of rules need no server. Thread-safe if the book is.
 */
public final class AlertDesk {

    private final AlertBook book;
    private final Audience audience;
    private final AlertTasks tasks;

    /**
     * @param book what was told
     * @param audience finds whom an alert is for
     * @param tasks keeps a FHIR Task for each alert that wants an answer
     */
    public AlertDesk(AlertBook book, Audience audience, AlertTasks tasks) {
        this.book = book;
        this.audience = audience;
        this.tasks = tasks;
    }

    /**
     * @param rules that found it
     * @param found in one message
     * @param around the record
     * @return what is to be sent, in order
     */
    public List<Alert> take(AlertRules rules, AlertEvaluation found, Surroundings around) {
        List<Alert> sent = new ArrayList<>();
        for (Ending ending : found.endings()) {
            end(rules, ending, around, sent);
        }
        for (Alert alert : found.alerts()) {
            raise(rules, alert, around, sent);
        }
        found.watches().forEach(book::watch);
        return List.copyOf(sent);
    }

    private void end(AlertRules rules, Ending ending, Surroundings around, List<Alert> sent) {
        Alert now = ending.alert();
        List<Standing> told = book.standing(now.rule(), now.focus());
        if (told.isEmpty() && ending.kind() == AlertKind.REOPENED) {
            // another critical value where none was told before is told now
            raise(rules, now, around, sent);
            return;
        }
        for (Standing standing : ending.latestOnly() ? told.stream().limit(1).toList() : told) {
            switch (ending.kind()) {
                case REOPENED -> reopen(rules, standing, now, sent);
                case RECOVERED -> close(standing, AlertKind.RECOVERED, AlertState.RECOVERED, now, sent);
                default -> close(standing, AlertKind.RETRACTED, AlertState.RETRACTED, now, sent);
            }
        }
    }

    private void close(Standing standing, AlertKind kind, AlertState state, Alert now, List<Alert> sent) {
        Alert told = standing.alert();
        book.close(told.id(), state, now.at(), null);
        book.note(
                told.id(),
                new LoopEvent(now.at(), state.code(), "", "", now.cause().value()));
        tasks.ended(told, state, now.cause());
        // nobody heard of it by name: there is nothing to take back but the number in the ledger
        if (standing.state() != AlertState.COLLAPSED) {
            String word = kind == AlertKind.RETRACTED ? "Retracted: " : "Recovered: ";
            notice(told, kind, word + told.text(), now.cause(), now.at(), sent);
        }
    }

    private void reopen(AlertRules rules, Standing standing, Alert now, List<Alert> sent) {
        Alert told = standing.alert();
        rules.named(told.rule())
                .map(rule -> rule.conduct().response())
                .ifPresent(response -> open(told, response, now.at(), now.cause()));
        book.note(
                told.id(),
                new LoopEvent(now.at(), "reopened", "", now.text(), now.cause().value()));
        notice(told, AlertKind.REOPENED, "Corrected: " + now.text(), now.cause(), now.at(), sent);
    }

    private void raise(AlertRules rules, Alert alert, Surroundings around, List<Alert> sent) {
        Optional<AlertRule> rule = rules.named(alert.rule());
        Response response = rule.map(known -> known.conduct().response()).orElse(null);
        boolean oneAtATime =
                rule.map(known -> known.conduct().recovered() != null).orElse(false);
        Burst burst = rule.map(known -> known.conduct().burst()).orElse(null);
        // most facts are new: where nothing else hangs on it, adding says in one step whether this one is
        if (oneAtATime || burst != null) {
            Optional<Standing> before = book.find(alert.id());
            if (before.isPresent()) {
                again(before.get(), response, alert, sent);
                return;
            }
        }
        if (oneAtATime && !book.standing(alert.rule(), alert.focus()).isEmpty()) {
            return;
        }
        Alert reaching = alert.reaching(audience.of(alert, around));
        if (collapses(burst, reaching)) {
            return;
        }
        if (book.add(reaching, response == null ? AlertState.TOLD : AlertState.OPEN)) {
            sent.add(reaching);
            if (response != null) {
                open(reaching, response, reaching.at(), reaching.cause());
            }
        } else {
            book.find(alert.id()).ifPresent(before -> again(before, response, alert, sent));
        }
    }

    // the same fact: news only if it had been taken back and is true again
    private void again(Standing before, @Nullable Response response, Alert alert, List<Alert> sent) {
        if (before.state() != AlertState.RETRACTED && before.state() != AlertState.RECOVERED) {
            return;
        }
        Alert told = before.alert();
        if (response == null) {
            book.close(told.id(), AlertState.TOLD, alert.at(), null);
        } else {
            open(told, response, alert.at(), alert.cause());
        }
        book.note(
                told.id(),
                new LoopEvent(alert.at(), "reopened", "", "", alert.cause().value()));
        notice(told, AlertKind.REOPENED, alert.text(), alert.cause(), alert.at(), sent);
    }

    private void open(Alert alert, Response response, Instant at, MessageId cause) {
        Instant due = at.plus(response.within());
        Instant first = response.steps().isEmpty()
                ? due
                : min(due, at.plus(response.steps().get(0).after()));
        book.open(alert.id(), at, due, first);
        tasks.opened(alert, due, response.readBack(), cause);
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private boolean collapses(@Nullable Burst burst, Alert alert) {
        if (burst == null || alert.burst() == null) {
            return false;
        }
        if (book.burstSince(alert.burst(), alert.at().minus(burst.within())) < burst.most()) {
            return false;
        }
        if (book.add(alert, AlertState.COLLAPSED)) {
            book.note(alert.id(), new LoopEvent(alert.at(), "collapsed", "", "", null));
            book.summarise(alert.id(), alert.at().plus(burst.within()));
        }
        return true;
    }

    private void notice(Alert told, AlertKind kind, String text, MessageId by, Instant at, List<Alert> sent) {
        Alert notice = told.notice(BusinessId.of("Alert", told.id(), kind.code(), by.asUri()), kind, text, by, at);
        if (book.add(notice, AlertState.NOTICE)) {
            sent.add(notice);
        }
    }
}
