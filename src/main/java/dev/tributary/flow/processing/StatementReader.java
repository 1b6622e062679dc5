package dev.tributary.flow.processing;

import dev.tributary.base.MessageId;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.Ownership;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Segment;
import dev.tributary.record.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DateTimeType;

/** Reads off a message who says it, on what occasion and when. */
public final class StatementReader {

    // YYYY[MM[DD[HH[MM[SS[.S…]]]]]][+/-ZZZZ], HL7 v2.5.1 §2.A.22; what is coarser than minutes orders nothing here
    private static final Pattern TIME =
            Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:(\\d{2})(\\d{2})(\\d{2})?(?:\\.\\d{1,4})?)?([+-]\\d{4})?");
    private static final DateTimeFormatter FHIR_SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

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

    static DateTimeType time(String hl7, ZoneId zone) {
        Matcher parts = TIME.matcher(hl7);
        if (!parts.matches()) {
            return new DateTimeType();
        }
        String day = parts.group(1) + "-" + parts.group(2) + "-" + parts.group(3);
        if (parts.group(4) == null) {
            return parse(day);
        }
        String seconds = parts.group(6) == null ? "00" : parts.group(6);
        String local = day + "T" + parts.group(4) + ":" + parts.group(5) + ":" + seconds;
        try {
            LocalDateTime time = LocalDateTime.parse(local);
            ZoneId of = parts.group(7) == null ? zone : ZoneOffset.of(parts.group(7));
            return parse(FHIR_SECONDS.format(time.atZone(of)));
        } catch (java.time.DateTimeException e) {
            return new DateTimeType();
        }
    }

    private static DateTimeType parse(String fhir) {
        try {
            return new DateTimeType(fhir);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return new DateTimeType();
        }
    }
}
