package dev.tributary.console;

import dev.tributary.alert.ledger.AlertEntry;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.AlertSearch;
import dev.tributary.alert.ledger.AlertStory;
import dev.tributary.base.FeedName;
import dev.tributary.flow.management.access.FeedScope;
import dev.tributary.flow.management.audit.Audited;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The ledger of alerts as the user of the request in hand may see it: of some feeds only, where that is set. */
final class ScopedAlerts {

    private final AlertLedger all;

    ScopedAlerts(AlertLedger all) {
        this.all = all;
    }

    List<AlertEntry> search(AlertSearch search) {
        List<AlertEntry> found = within(search);
        found.forEach(ScopedAlerts::note);
        return found;
    }

    private List<AlertEntry> within(AlertSearch search) {
        FeedScope scope = FeedScope.current();
        String asked = search.feed();
        if (!scope.isLimited()) {
            return all.search(search);
        }
        if (asked != null) {
            return scope.names().contains(asked) ? all.search(search) : List.of();
        }
        return scope.names().stream()
                .flatMap(feed -> all.search(search.withFeed(feed)).stream())
                .sorted(Comparator.comparing(AlertEntry::number).reversed())
                .limit(search.limit())
                .toList();
    }

    Optional<AlertStory> byId(String id) {
        FeedScope scope = FeedScope.current();
        Optional<AlertStory> found = all.byId(id).filter(story -> allows(scope, story.entry()));
        found.ifPresent(story -> note(story.entry()));
        return found;
    }

    private static void note(AlertEntry entry) {
        String patient = entry.alert().patient();
        if (patient != null) {
            Audited.patient(patient);
        }
    }

    private static boolean allows(FeedScope scope, AlertEntry entry) {
        FeedName feed = entry.alert().feed();
        return scope.allows(feed);
    }
}
