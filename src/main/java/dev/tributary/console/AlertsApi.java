package dev.tributary.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.tributary.alert.Alert;
import dev.tributary.alert.ledger.AlertEntry;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.AlertSearch;
import dev.tributary.alert.ledger.AlertStory;
import dev.tributary.alert.ledger.Delivery;
import dev.tributary.alert.ledger.DeliveryState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/alerts}: what was raised, and who was told. For operators, since an alert speaks of a patient. */
@RestController
@RequestMapping("/api/alerts")
final class AlertsApi {

    private static final int MOST = 1000;

    private final AlertLedger ledger;

    AlertsApi(AlertLedger ledger) {
        this.ledger = ledger;
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
                before,
                limit));
        Long next = found.size() < limit ? null : found.get(found.size() - 1).number();
        return new Page(found.stream().map(View::of).toList(), next);
    }

    @GetMapping("/{id}")
    Story one(@PathVariable String id) {
        AlertStory story = ledger.byId(id)
                .orElseThrow(() -> new NotFoundException("There is no alert of that id; see /api/alerts."));
        return new Story(View.of(story.entry()), story.deliveries(), story.event());
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
            @Nullable Instant sentAt) {

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
                    entry.sentAt());
        }
    }

    /**
     * An alert with its ways to the subscribers.
     *
     * @param event the CloudEvents JSON that subscribers get
     */
    record Story(
            View alert,
            List<Delivery> deliveries,
            @JsonRawValue String event) {}
}
