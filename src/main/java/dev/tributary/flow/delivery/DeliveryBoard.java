package dev.tributary.flow.delivery;

import static dev.tributary.base.LogKey.FAULT_CODE;
import static dev.tributary.base.LogKey.STATE;
import static dev.tributary.base.LogKey.SUBSCRIBER;

import dev.tributary.base.FaultCode;
import dev.tributary.base.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How each subscriber has been doing since the start. Thread-safe. */
final class DeliveryBoard {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryBoard.class);

    private final Map<String, Standing> standings = new ConcurrentHashMap<>();
    private final MeterRegistry meters;
    private final Clock clock;

    DeliveryBoard(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * How one subscriber is doing.
     *
     * @param lastDelivered when it took an alert last, or null
     * @param lastFault when it last did not, or null
     * @param faultOutcome HTTP status or fault code of that
     * @param failures in a row, 0 if the last attempt was taken or refused
     * @param open whether these are so many that the circuit is open
     */
    record Standing(
            @Nullable Instant lastDelivered,
            @Nullable Instant lastFault,
            String faultOutcome,
            int failures,
            boolean open) {

        boolean failing() {
            return failures > 0;
        }
    }

    /** @return how it is doing; all empty if nothing was tried yet */
    Standing of(String subscriber) {
        return standings.getOrDefault(subscriber, new Standing(null, null, "", 0, false));
    }

    /**
     * @param subscriber name
     * @param attempt what came of the last one
     * @param opensAfter failures in a row that open the circuit
     * @return whether the circuit is open now
     */
    boolean note(String subscriber, Attempt attempt, int opensAfter) {
        Outcome outcome = attempt.outcome();
        String detail = attempt.detail();
        meters.counter(Meters.DELIVERIES.meterName(), "subscriber", subscriber, "outcome", outcome.code())
                .increment();
        Instant now = clock.instant();
        Standing before = of(subscriber);
        Standing after =
                switch (outcome) {
                    case DELIVERED -> new Standing(now, before.lastFault(), before.faultOutcome(), 0, false);
                    case RETRIED ->
                        new Standing(
                                before.lastDelivered(),
                                now,
                                detail,
                                before.failures() + 1,
                                before.failures() + 1 >= opensAfter);
                    case REJECTED -> new Standing(before.lastDelivered(), now, detail, 0, false);
                };
        standings.put(subscriber, after);
        tell(subscriber, outcome, before, detail);
        return after.open();
    }

    // one line when it begins and one when it ends: a subscriber that is down for a night writes no thousand lines
    private static void tell(String subscriber, Outcome outcome, Standing before, String detail) {
        if (outcome == Outcome.RETRIED && !before.failing()) {
            LOG.atWarn()
                    .addKeyValue(SUBSCRIBER, subscriber)
                    .addKeyValue(FAULT_CODE, FaultCode.SUBSCRIBER_UNREACHED)
                    .addKeyValue(STATE, detail)
                    .log("subscriber does not take alerts: they wait in its queue and are tried again");
        } else if (outcome == Outcome.DELIVERED && before.failing()) {
            LOG.atInfo().addKeyValue(SUBSCRIBER, subscriber).log("subscriber takes alerts again");
        } else if (outcome == Outcome.REJECTED) {
            LOG.atWarn()
                    .addKeyValue(SUBSCRIBER, subscriber)
                    .addKeyValue(FAULT_CODE, FaultCode.SUBSCRIBER_REJECTED)
                    .addKeyValue(STATE, detail)
                    .log("subscriber refused an alert: it lies in the dead-letter queue");
        }
    }
}
