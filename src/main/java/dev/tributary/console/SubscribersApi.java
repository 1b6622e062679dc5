package dev.tributary.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tributary.alert.outbox.Resending;
import dev.tributary.flow.management.SubscriberActions;
import dev.tributary.flow.management.SubscriberState;
import dev.tributary.flow.management.SubscriberStates;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/subscribers}: who gets alerts, and what waits for them. */
@RestController
@RequestMapping("/api/subscribers")
final class SubscribersApi {

    private final SubscriberStates states;
    private final SubscriberActions actions;
    private final Resending resending;
    private final Clock clock;

    SubscribersApi(SubscriberStates states, SubscriberActions actions, Resending resending, Clock clock) {
        this.states = states;
        this.actions = actions;
        this.resending = resending;
        this.clock = clock;
    }

    @GetMapping
    List<View> all() {
        return states.subscribers().stream().map(View::of).toList();
    }

    @GetMapping("/{subscriber}")
    View one(@PathVariable String subscriber) {
        List<View> all = all();
        return all.stream()
                .filter(view -> view.subscriber().equals(subscriber))
                .findFirst()
                .orElseThrow(() -> NotFoundException.among(
                        "subscriber",
                        subscriber,
                        all.stream().map(View::subscriber).toList()));
    }

    /** Stops deliveries to it, also across restarts. Its queue goes on filling. */
    @PostMapping("/{subscriber}/pause")
    View pause(@PathVariable String subscriber) {
        deliverable(subscriber);
        actions.pause(subscriber);
        return one(subscriber);
    }

    /** Goes on with the alert at the head of its queue. */
    @PostMapping("/{subscriber}/resume")
    View resume(@PathVariable String subscriber) {
        deliverable(subscriber);
        actions.resume(subscriber);
        return one(subscriber);
    }

    /**
     * Sends what it was sent in a time range once more, oldest first, with the ids of the first time.
     *
     * @param from first moment, by the time the alert was raised
     * @param to first moment that is not meant; now if left out
     * @param rule only this rule's alerts; all if left out
     */
    @PostMapping("/{subscriber}/resend")
    Resent resend(
            @PathVariable String subscriber,
            @RequestParam Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String rule,
            Principal who) {
        one(subscriber);
        Instant end = to == null ? clock.instant() : to;
        if (!from.isBefore(end)) {
            throw new IllegalArgumentException(
                    "from is not before to, which is now if left out: write from=2026-03-01T00:00:00Z and a later to");
        }
        return new Resent(resending.range(subscriber, from, end, rule, who.getName()));
    }

    private void deliverable(String subscriber) {
        if (one(subscriber).target().equals("queue")) {
            throw new NotPossibleException("Subscriber " + subscriber
                    + " consumes its queue itself: there is no delivery of ours to stop or start.");
        }
    }

    /**
     * What a resend came to.
     *
     * @param alerts put into the queue again; what was waiting there already is not counted
     */
    record Resent(int alerts) {}

    /** One subscriber; the words are those of {@link SubscriberState}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String subscriber,
            String target,
            String condition,
            @Nullable Long depth,
            @Nullable Long dead,
            @Nullable Long expired,
            @Nullable Instant lastDeliveredAt) {

        private static View of(SubscriberState state) {
            return new View(
                    state.name(),
                    state.target(),
                    Words.of(state.condition()),
                    known(state.depth()),
                    known(state.dead()),
                    known(state.expired()),
                    state.lastDelivered());
        }

        private static @Nullable Long known(long count) {
            return count < 0 ? null : count;
        }
    }
}
