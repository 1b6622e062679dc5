package dev.tributary.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertState;
import dev.tributary.alert.ledger.AlertEntry;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.AlertSearch;
import dev.tributary.alert.ledger.AlertStory;
import dev.tributary.alert.ledger.Delivery;
import dev.tributary.alert.ledger.DeliveryState;
import dev.tributary.alert.ledger.StoryEvent;
import dev.tributary.alert.ledger.Timeliness;
import dev.tributary.alert.ledger.TimelinessRow;
import dev.tributary.alert.loop.Acknowledgement;
import dev.tributary.alert.loop.Acknowledgements;
import dev.tributary.alert.loop.Answered;
import dev.tributary.alert.outbox.Resending;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/alerts}: what was raised, and who was told. For operators, since an alert speaks of a patient. */
@RestController
@RequestMapping("/api/alerts")
final class AlertsApi {

    private static final int MOST = 1000;
    private static final int WEEKS = 13;

    private final ScopedAlerts ledger;
    private final Resending resending;

    private final Timeliness timeliness;
    private final Acknowledgements acknowledgements;
    private final Clock clock;

    AlertsApi(
            AlertLedger ledger,
            Resending resending,
            Timeliness timeliness,
            Acknowledgements acknowledgements,
            Clock clock) {
        this.ledger = new ScopedAlerts(ledger);
        this.resending = resending;
        this.timeliness = timeliness;
        this.acknowledgements = acknowledgements;
        this.clock = clock;
    }

    /** Newest first; {@code next} of one page is {@code before} of the next one. */
    @GetMapping
    Page find(
            @RequestParam(required = false) @Nullable String patient,
            @RequestParam(required = false) @Nullable String rule,
            @RequestParam(required = false) @Nullable String event,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String feed,
            @RequestParam(required = false) @Nullable Long message,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String subscriber,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String standing,
            @RequestParam(required = false) @Nullable String unit,
            @RequestParam(defaultValue = "false") boolean unheard,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit " + limit + ": use 1 to " + MOST);
        }
        List<AlertEntry> found = ledger.search(new AlertSearch(
                patient,
                rule,
                event,
                severity,
                feed,
                message,
                from,
                to,
                subscriber,
                state == null ? null : Words.constant("state", state, DeliveryState.values()),
                standing == null ? null : Words.constant("standing", standing, AlertState.values()),
                unit,
                unheard,
                before,
                limit));
        Long next = found.size() < limit ? null : found.get(found.size() - 1).number();
        return new Page(found.stream().map(View::of).toList(), next);
    }

    @GetMapping("/{id}")
    Story one(@PathVariable String id) {
        AlertStory story = ledger.byId(id)
                .orElseThrow(() -> new NotFoundException("There is no alert of that id; see /api/alerts."));
        return new Story(
                View.of(story.entry()),
                story.deliveries(),
                story.events(),
                story.notices().stream().map(View::of).toList(),
                story.event());
    }

    /** Acknowledges: {@code by} is one of the alert's recipients, or the operator vouches for whoever it is. */
    @PostMapping("/{id}/acknowledge")
    ResponseEntity<Map<String, String>> acknowledge(
            @PathVariable String id, @RequestBody Heard heard, Principal operator) {
        one(id);
        String by = heard.by() == null ? "" : heard.by().strip();
        boolean vouched = Boolean.TRUE.equals(heard.vouched());
        Answered answered = acknowledgements.take(new Acknowledgement(
                id,
                vouched && !by.isEmpty() ? by + " (vouched for by " + operator.getName() + ")" : by,
                heard.readBack() == null ? "" : heard.readBack().strip(),
                "rest",
                vouched));
        return ResponseEntity.status(status(answered)).body(Map.of("outcome", answered.words()));
    }

    /** @return what HTTP calls it */
    static HttpStatus status(Answered answered) {
        if (answered instanceof Answered.Accepted) {
            return HttpStatus.OK;
        }
        if (answered instanceof Answered.Unknown) {
            return HttpStatus.NOT_FOUND;
        }
        if (answered instanceof Answered.NotInAudience) {
            return HttpStatus.FORBIDDEN;
        }
        boolean closed = answered instanceof Answered.Repeated || answered instanceof Answered.NotOpen;
        return closed ? HttpStatus.CONFLICT : HttpStatus.UNPROCESSABLE_ENTITY;
    }

    /** How soon alerts were answered, by rule, unit and week; the last 13 weeks unless {@code from} says otherwise. */
    @GetMapping("/timeliness")
    List<TimelinessRow> timeliness(
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to) {
        Instant now = clock.instant();
        return timeliness.report(
                from == null ? now.minus(Duration.ofDays(WEEKS * 7L)) : from, to == null ? now.plusSeconds(1) : to);
    }

    @GetMapping(path = "/timeliness.csv", produces = "text/csv")
    String timelinessCsv(
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to) {
        return Timeliness.csv(timeliness(from, to));
    }

    /**
     * What an operator writes down.
     *
     * @param by who has heard the alert
     * @param readBack what was read back
     * @param vouched whether the operator vouches that this person must hear it, though the record does not know
     */
    record Heard(
            @Nullable String by,
            @Nullable String readBack,
            @Nullable Boolean vouched) {}

    /** Sends one alert to one subscriber once more, with the id of the first time; a double click sends it once. */
    @PostMapping("/{id}/deliveries/{subscriber}/resend")
    Story resend(@PathVariable String id, @PathVariable String subscriber, Principal who) {
        Story story = one(id);
        Delivery delivery = story.deliveries().stream()
                .filter(each -> each.subscriber().equals(subscriber))
                .findFirst()
                .orElseThrow(() -> NotFoundException.among(
                        "delivery to",
                        subscriber,
                        story.deliveries().stream().map(Delivery::subscriber).toList()));
        if (!resending.one(id, subscriber, who.getName())) {
            throw new NotPossibleException("This alert is " + delivery.state().code() + " for " + subscriber
                    + ": it waits in the queue already and will be delivered without help.");
        }
        return one(id);
    }

    /**
     * One page.
     *
     * @param alerts newest first
     * @param next what to give as {@code before} for the next page; null on the last
     */
    record Page(List<View> alerts, @Nullable Long next) {}

    /** One alert; the words are those of {@link Alert}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String id,
            String rule,
            String severity,
            String event,
            String feed,
            String facility,
            long message,
            @Nullable String patient,
            @Nullable String encounter,
            String focus,
            List<String> audience,
            String text,
            Instant raisedAt,
            @Nullable Instant sentAt,
            String kind,
            @Nullable String about,
            String standing,
            String unit,
            @Nullable Instant dueAt,
            int step,
            @Nullable Instant acknowledgedAt,
            @Nullable String acknowledgedBy,
            @Nullable Integer recipients) {

        private static View of(AlertEntry entry) {
            Alert alert = entry.alert();
            return new View(
                    alert.id(),
                    alert.rule(),
                    alert.severity().code(),
                    alert.event(),
                    alert.feed().value(),
                    alert.facility(),
                    alert.cause().value(),
                    alert.patient(),
                    alert.encounter(),
                    alert.focus(),
                    alert.audience(),
                    alert.text(),
                    alert.at(),
                    entry.sentAt(),
                    alert.kind().code(),
                    alert.about(),
                    entry.progress().state().code(),
                    alert.reach().unit(),
                    entry.progress().dueAt(),
                    entry.progress().step(),
                    entry.progress().acknowledgedAt(),
                    entry.progress().acknowledgedBy(),
                    entry.progress().recipients());
        }
    }

    /**
     * An alert with its ways to the subscribers.
     *
     * @param events what happened to it, in order
     * @param notices what was told about it later
     * @param event the CloudEvents JSON that subscribers get
     */
    record Story(
            View alert,
            List<Delivery> deliveries,
            List<StoryEvent> events,
            List<View> notices,
            @JsonRawValue String event) {}
}
