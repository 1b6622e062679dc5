package dev.tributary.flow.delivery;

import dev.tributary.alert.subscriber.Target;

/**
 * One way out of the engine. Thread-safe; for one subscriber it is called by one thread at a time.
 *
 * @param <T> the kind of target it serves
 */
interface Channel<T extends Target> {

    /**
     * Tries once, within the target's timeouts.
     *
     * @return what came of it; a failure of the other side is an answer and no exception
     */
    Attempt carry(T target, Parcel parcel);
}
