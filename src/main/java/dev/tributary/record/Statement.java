package dev.tributary.record;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import dev.tributary.base.MessageId;
import java.time.Instant;
import java.util.Date;
import org.hl7.fhir.r4.model.DateTimeType;

/**
 * Who says something, on what occasion, and when.
 *
 * @param cause the journal's message
 * @param messageCode MSH-9.1: {@code ADT}
 * @param trigger MSH-9.2, or EVN-1 where MSH-9.2 is empty: {@code A02}
 * @param statedAt MSH-7: when the sender said it, which decides between two statements of the same fact
 * @param eventTime when it happened: EVN-6, else EVN-2, else MSH-7, with the precision sent; it dates periods and
 *     histories
 * @param ownership of the feed
 */
public record Statement(
        MessageId cause,
        String messageCode,
        String trigger,
        Instant statedAt,
        DateTimeType eventTime,
        Ownership ownership) {

    /**
     * Makes a statement from times that may be missing, coarse or wrong: a sender whose clock is ahead must not block
     * the corrections of all others, and a date alone says nothing about the order within a day.
     *
     * @param msh7 MSH-7, empty if not sent or unreadable
     * @param eventTime EVN-6 or EVN-2, empty if not sent or unreadable
     * @param receivedAt the journal's time of receipt, which a replay keeps
     */
    public static Statement of(
            MessageId cause,
            String messageCode,
            String trigger,
            DateTimeType msh7,
            DateTimeType eventTime,
            Instant receivedAt,
            Ownership ownership) {
        Instant stated = receivedAt;
        if (msh7.hasValue() && msh7.getPrecision().ordinal() >= TemporalPrecisionEnum.MINUTE.ordinal()) {
            Instant sent = msh7.getValue().toInstant();
            stated = sent.isBefore(receivedAt) ? sent : receivedAt;
        }
        DateTimeType event = eventTime.hasValue() ? eventTime : msh7;
        if (!event.hasValue()) {
            event = new DateTimeType(Date.from(receivedAt), TemporalPrecisionEnum.SECOND);
            event.setTimeZoneZulu(true);
        }
        return new Statement(cause, messageCode, trigger, stated, event, ownership);
    }
}
