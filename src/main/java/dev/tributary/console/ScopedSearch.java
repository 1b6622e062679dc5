package dev.tributary.console;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.flow.management.access.FeedScope;
import dev.tributary.flow.management.audit.Audited;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageQuery;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.MessageSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The journal as the user of the request in hand may see it: whoever is limited to some feeds does not even learn that there
 * are other messages. The engine's own threads see all.
 */
final class ScopedSearch implements MessageSearch {

    private final MessageSearch all;

    ScopedSearch(MessageSearch all) {
        this.all = all;
    }

    @Override
    public List<MessageSummary> find(MessageQuery query) {
        Audited.numbers(query.terms());
        FeedScope scope = FeedScope.current();
        FeedName asked = query.feed();
        if (!scope.isLimited()) {
            return all.find(query);
        }
        if (asked != null) {
            return scope.allows(asked) ? all.find(query) : List.of();
        }
        // feed by feed, so that each is a walk along its own index; then the newest of all
        return scope.names().stream()
                .flatMap(feed -> all.find(query.withFeed(new FeedName(feed))).stream())
                .sorted(Comparator.comparing(
                                (MessageSummary message) -> message.id().value())
                        .reversed())
                .limit(query.limit())
                .toList();
    }

    @Override
    public Optional<JournaledMessage> read(MessageId id) {
        FeedScope scope = FeedScope.current();
        Optional<JournaledMessage> found =
                all.read(id).filter(message -> scope.allows(message.summary().feed()));
        if (Audited.isGathering()) {
            found.ifPresent(message -> {
                Audited.message(id.value());
                Audited.numbers(PatientNumbers.of(message.bytes()));
            });
        }
        return found;
    }
}
