package dev.tributary.console;

import dev.tributary.base.FeedName;
import dev.tributary.flow.management.FeedState;
import dev.tributary.flow.management.FeedStates;
import dev.tributary.flow.management.counters.CountersCache;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.journal.FeedCount;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/feeds}: what every feed received and what became of it. */
@RestController
@RequestMapping("/api/feeds")
final class FeedsApi {

    private final CountersCache counters;
    private final FeedRegistry registry;
    private final FeedStates states;

    FeedsApi(CountersCache counters, FeedRegistry registry, FeedStates states) {
        this.counters = counters;
        this.registry = registry;
        this.states = states;
    }

    @GetMapping
    List<FeedView> all() {
        Map<FeedName, FeedState> edges =
                states.feeds().stream().collect(Collectors.toMap(FeedState::feed, Function.identity()));
        return counters.fresh().values().stream()
                .map(count -> view(count, edges))
                .toList();
    }

    @GetMapping("/{feed}")
    FeedView one(@PathVariable String feed) {
        return all().stream()
                .filter(view -> view.feed().equals(feed))
                .findFirst()
                .orElseThrow(() -> NotFoundException.among(
                        "feed", feed, all().stream().map(FeedView::feed).toList()));
    }

    private FeedView view(FeedCount count, Map<FeedName, FeedState> edges) {
        return FeedView.of(
                count, edges.get(count.feed()), registry.find(count.feed()).orElse(null));
    }
}
