package dev.tributary.console;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertState;
import dev.tributary.alert.ledger.AlertEntry;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.AlertSearch;
import dev.tributary.alert.ledger.AlertStory;
import dev.tributary.alert.ledger.DeliveryState;
import dev.tributary.alert.loop.Acknowledgement;
import dev.tributary.alert.loop.Acknowledgements;
import dev.tributary.alert.loop.Answered;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /alerts}: what waits for a person, by deadline; one alert with its evidence, to be acknowledged or sent again. */
@RestController
@RequestMapping("/alerts")
final class AlertsPage extends PageController {

    private static final int MOST_OPEN = 500;
    private static final int LATEST = 50;

    private final ScopedAlerts ledger;
    private final AlertsApi api;
    private final Acknowledgements acknowledgements;
    private final OnceTokens once;
    private final Clock clock;

    AlertsPage(
            Pages pages,
            AlertLedger ledger,
            AlertsApi api,
            Acknowledgements acknowledgements,
            OnceTokens once,
            Clock clock) {
        super(pages);
        this.ledger = new ScopedAlerts(ledger);
        this.api = api;
        this.acknowledgements = acknowledgements;
        this.once = once;
        this.clock = clock;
    }

    @GetMapping
    ResponseEntity<String> board(HttpServletRequest request) {
        Instant now = clock.instant();
        Comparator<AlertEntry> byDeadline = Comparator.comparing(
                entry -> entry.progress().dueAt(), Comparator.nullsLast(Comparator.naturalOrder()));
        AlertBoard model = new AlertBoard(
                ledger.search(AlertSearch.standing(AlertState.OPEN, MOST_OPEN)).stream()
                        .sorted(byDeadline)
                        .map(entry -> row(entry, now))
                        .toList(),
                ledger.search(AlertSearch.newest(LATEST)).stream()
                        .map(entry -> row(entry, now))
                        .toList(),
                TimelinessChart.of(
                        api.timeliness(null, null),
                        now.atOffset(ZoneOffset.UTC)
                                .toLocalDate()
                                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))));
        return pages.show(
                HttpStatus.OK, "alerts", Map.of("shell", Shell.of(request, "Alerts", "alerts"), "model", model));
    }

    @GetMapping("/{id}")
    ResponseEntity<String> one(HttpServletRequest request, @PathVariable String id) {
        AlertStory story = ledger.byId(id).orElseThrow(() -> new NotFoundException("There is no alert of that id."));
        return pages.show(
                HttpStatus.OK, "alert", Map.of("shell", Shell.of(request, "Alert", "alerts"), "model", account(story)));
    }

    /** The operator vouches for whoever acknowledges, as by REST. */
    @PostMapping("/{id}/acknowledge")
    ResponseEntity<String> acknowledge(
            HttpServletRequest request,
            @PathVariable String id,
            @RequestParam(name = "once", defaultValue = "") String word,
            @RequestParam(defaultValue = "") String by,
            @RequestParam(defaultValue = "") String readBack,
            Principal operator) {
        if (!once.first(word)) {
            return back(id, "twice");
        }
        if (ledger.byId(id).isEmpty()) {
            throw new NotFoundException("There is no alert of that id.");
        }
        String name = by.strip();
        Answered answered = acknowledgements.take(new Acknowledgement(
                id,
                name.isEmpty() ? "" : name + " (vouched for by " + operator.getName() + ")",
                readBack.strip(),
                "console",
                true));
        return answered instanceof Answered.Accepted
                ? back(id, "acknowledged")
                : trouble(request, AlertsApi.status(answered), "Not acknowledged", answered.words());
    }

    /** Sends it to one subscriber again. */
    @PostMapping("/{id}/deliveries/{subscriber}/resend")
    ResponseEntity<String> resend(
            @PathVariable String id,
            @PathVariable String subscriber,
            @RequestParam(name = "once", defaultValue = "") String word,
            Principal who) {
        if (!once.first(word)) {
            return back(id, "twice");
        }
        api.resend(id, subscriber, who);
        return back(id, "resent");
    }

    private static ResponseEntity<String> back(String id, String said) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/alerts/" + id + "?said=" + said))
                .build();
    }

    private AlertAccount account(AlertStory story) {
        AlertEntry entry = story.entry();
        Alert alert = entry.alert();
        Instant answered = entry.progress().acknowledgedAt();
        String by = entry.progress().acknowledgedBy();
        return new AlertAccount(
                row(entry, clock.instant()),
                entry.progress().state() == AlertState.OPEN,
                alert.cause().value(),
                alert.patient() == null ? "" : alert.patient(),
                alert.focus(),
                answered == null ? "" : "by " + by + " at " + Times.exact(answered),
                story.events().stream()
                        .map(event -> new AlertAccount.Line(
                                Times.exact(event.at()),
                                event.what() + (event.who().isEmpty() ? "" : ", " + event.who()),
                                event.detail()))
                        .toList(),
                story.deliveries().stream()
                        .map(one -> new AlertAccount.DeliveryLine(
                                one.subscriber(),
                                one.state().code(),
                                Times.exact(one.at()),
                                one.attempts(),
                                one.outcome(),
                                one.state() != DeliveryState.QUEUED))
                        .toList(),
                once.next());
    }

    private static AlertBoard.Row row(AlertEntry entry, Instant now) {
        Alert alert = entry.alert();
        Instant due = entry.progress().dueAt();
        boolean open = entry.progress().state() == AlertState.OPEN;
        boolean late = open && due != null && due.isBefore(now);
        String words = due == null || !open
                ? ""
                : late ? Times.lasted(due, now) + " overdue" : "due in " + Times.lasted(now, due);
        return new AlertBoard.Row(
                alert.id(),
                alert.severity().code(),
                alert.rule(),
                alert.text(),
                Times.exact(alert.at()),
                words,
                late,
                entry.progress().step(),
                entry.progress().state().code(),
                alert.reach().unit());
    }
}
