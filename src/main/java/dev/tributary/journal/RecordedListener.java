package dev.tributary.journal;

import java.util.List;

/** Hears of what became durable, in the order of the numbers; called by the recording thread and must not block. */
interface RecordedListener {

    /** @param queued committed just now and to be processed */
    void recorded(List<InboundMessage> queued);

    /** Something may be in the database that was never told, since the outcome of its commit is unknown. */
    void missed();
}
