package dev.tributary.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tributary.flow.management.SubscriberState;
import dev.tributary.flow.management.SubscriberStates;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/subscribers}: who gets alerts, and what waits for them. */
@RestController
@RequestMapping("/api/subscribers")
final class SubscribersApi {

    private final SubscriberStates states;

    SubscribersApi(SubscriberStates states) {
        this.states = states;
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

    /** One subscriber; the words are those of {@link SubscriberState}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String subscriber,
            String target,
            String condition,
            @Nullable Long depth,
            @Nullable Long dead,
            @Nullable Instant lastDeliveredAt) {

        private static View of(SubscriberState state) {
            return new View(
                    state.name(),
                    state.target(),
                    Words.of(state.condition()),
                    known(state.depth()),
                    known(state.dead()),
                    state.lastDelivered());
        }

        private static @Nullable Long known(long count) {
            return count < 0 ? null : count;
        }
    }
}
