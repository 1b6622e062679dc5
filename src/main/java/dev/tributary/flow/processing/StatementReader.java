package dev.tributary.flow.processing;

import dev.tributary.base.MessageId;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.Ownership;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Time;
import dev.tributary.hl7.Segment;
import dev.tributary.mapping.fhir.FhirTimes;
import dev.tributary.record.Statement;
import java.time.Instant;
import java.time.ZoneId;
import org.hl7.fhir.r4.model.DateTimeType;

/** Reads off a message who says it, on what occasion and when. */
public final class StatementReader {

    private StatementReader() {}

    /**
     * @param message read
     * @param feed gives ownership and the zone of times without an offset
     * @param cause the journal's number
     * @param receivedAt the journal's time of receipt
     * @return the statement; a time that is missing or no time is replaced as {@link Statement#of} says
     */
    static Statement read(Hl7Message message, FeedProperties feed, MessageId cause, Instant receivedAt) {
        return read(
                message,
                feed.zone(),
                feed.ownership() == Ownership.OWNER
                        ? dev.tributary.record.Ownership.OWNER
                        : dev.tributary.record.Ownership.CONTRIBUTOR,
                cause,
                receivedAt);
    }

    /**
     * @param message read
     * @param zone of times without an offset
     * @param ownership of the feed
     * @param cause the journal's number
     * @param receivedAt the journal's time of receipt
     * @return the statement; a time that is missing or no time is replaced as {@link Statement#of} says
     */
    public static Statement read(
            Hl7Message message,
            ZoneId zone,
            dev.tributary.record.Ownership ownership,
            MessageId cause,
            Instant receivedAt) {
        String trigger = message.header().triggerEvent();
        if (trigger.isEmpty()) {
            trigger = field(message, "EVN", 1);
        }
        DateTimeType happened = time(field(message, "EVN", 6), zone);
        if (!happened.hasValue()) {
            happened = time(field(message, "EVN", 2), zone);
        }
        return Statement.of(
                cause,
                message.header().messageCode(),
                trigger,
                time(message.header().dateTime(), zone),
                happened,
                receivedAt,
                ownership);
    }

    private static String field(Hl7Message message, String segment, int n) {
        for (Segment found : message.segments(segment)) {
            return found.field(n).repetition(1).component(1).text().strip();
        }
        return "";
    }

    // to the second: fractions order nothing here, nor does what is coarser than minutes; a day stays a day
    static DateTimeType time(String hl7, ZoneId zone) {
        Hl7Time time = Hl7Time.of(hl7);
        if (time == null || time.day() == 0 || (time.hour() >= 0 && time.minute() < 0)) {
            return new DateTimeType();
        }
        return new DateTimeType(FhirTimes.dateTime(time.toSecond(), zone));
    }
}
