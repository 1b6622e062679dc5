package dev.tributary.journal;

import dev.tributary.base.MessageId;
import java.util.List;
import java.util.Optional;

/** Reads the journal for people. */
public interface MessageSearch {

    /**
     * @param query what to look for
     * @return newest first, at most {@code query.limit()}
     */
    List<MessageSummary> find(MessageQuery query);

    /**
     * @param id the journal's number
     * @return everything kept of it, or empty if there is none
     */
    Optional<JournaledMessage> read(MessageId id);
}
