package dev.tributary.flow.delivery;

import java.util.Locale;

/** What one attempt to deliver came to. */
enum Outcome {
    /** The subscriber has it. */
    DELIVERED,
    /** Not now: the same alert is tried again. */
    RETRIED,
    /** Refused for good. */
    REJECTED;

    /** @return lower case, as metrics and routes write it */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param status of an HTTP answer
     * @return delivered for 2xx. Retried for 408, 425, 429 and 5xx, where the subscriber says "not now", and for 3xx,
     *     which we do not follow: it tells that the address in the settings is old, and the alerts must wait until
     *     someone corrects it. Rejected for the rest.
     */
    static Outcome of(int status) {
        if (status >= 200 && status < 300) {
            return DELIVERED;
        }
        boolean later = status == 408 || status == 425 || status == 429;
        return later || status < 400 || status >= 500 ? RETRIED : REJECTED;
    }
}
