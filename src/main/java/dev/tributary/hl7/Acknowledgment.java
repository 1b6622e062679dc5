package dev.tributary.hl7;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * The answer to a message, as bytes (HL7 v2.5.1 §2.9, §2.14.1). Sender and receiver change places, processing id, version
 * and character set are the message's, MSA-2 is its MSH-10 byte for byte. Says nothing of the patient: texts come from
 * {@link Fault}s, whose details hold none.
 */
public final class Acknowledgment {

    static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss.SSSxx", Locale.ROOT);

    private final MessageHeader original;
    private final AckStamp stamp;
    private final StringBuilder out = new StringBuilder(256);

    private Acknowledgment(MessageHeader original, AckStamp stamp) {
        this.original = original;
        this.stamp = stamp;
    }

    /**
     * The answer at receipt.
     *
     * @param original header of the message to answer
     * @param code MSA-1
     * @param why what MSA-3 and ERR say; empty for a positive answer
     * @param stamp what makes it a message of its own
     * @return a whole message, segments ended by CR, in the character set of the original
     */
    public static byte[] answer(MessageHeader original, AckCode code, Optional<Fault> why, AckStamp stamp) {
        return new Acknowledgment(original, stamp).bytes(code, why, false);
    }

    /**
     * The application acknowledgment of enhanced mode, sent as a message of its own after processing; asks for no answer
     * itself (MSH-15 and MSH-16 NE).
     *
     * @param original header of the message to answer
     * @param code AA, AE or AR
     * @param why what MSA-3 and ERR say; empty for a positive answer
     * @param stamp what makes it a message of its own
     * @return a whole message, segments ended by CR, in the character set of the original
     */
    public static byte[] application(MessageHeader original, AckCode code, Optional<Fault> why, AckStamp stamp) {
        return new Acknowledgment(original, stamp).bytes(code, why, true);
    }

    /**
     * The answer to bytes without a readable MSH: AR, MSA-2 empty, as nothing is known of the sender.
     *
     * @param why usually {@link FaultCode#UNREADABLE}
     * @param stamp what makes it a message of its own
     * @return a whole message of version 2.5.1 in UTF-8
     */
    public static byte[] unreadable(Fault why, AckStamp stamp) {
        return new Acknowledgment(MessageHeader.NONE, stamp).bytes(AckCode.AR, Optional.of(why), false);
    }

    private byte[] bytes(AckCode code, Optional<Fault> why, boolean deferred) {
        header(deferred);
        segment("MSA").field(code.name()).field(original.controlId());
        // MSA-3 is the place for the text up to 2.4; from 2.5 on it is deprecated and still what people read
        why.ifPresent(fault -> field(escaped(fault.detail())));
        out.append('\r');
        why.ifPresent(this::error);
        return out.toString().getBytes(original.charset());
    }

    private void header(boolean deferred) {
        Separators separators = original.separators();
        out.append("MSH")
                .append(separators.field())
                .append(separators.component())
                .append(separators.repetition());
        append(separators.escape());
        append(separators.subcomponent());
        field(original.receivingApplication()).field(original.receivingFacility());
        field(original.sendingApplication()).field(original.sendingFacility());
        field(TIMESTAMP.format(stamp.at().atZone(stamp.zone()))).field("").field(type());
        field(escaped(stamp.controlId())).field(processingId()).field(version());
        if (deferred || !original.characterSets().isEmpty()) {
            field("")
                    .field("")
                    .field(deferred ? "NE" : "")
                    .field(deferred ? "NE" : "")
                    .field("");
            field(String.join(String.valueOf(separators.repetition()), original.characterSets()));
        }
        out.append('\r');
    }

    /** {@code ACK^A01^ACK} from 2.4 on, {@code ACK^A01} in 2.3.x, {@code ACK} before, when MSH-9 had one component. */
    private String type() {
        char component = original.separators().component();
        String trigger = original.triggerEvent().isEmpty() ? "" : component + original.triggerEvent();
        if (VersionOrder.atLeast(version(), 2, 4)) {
            return trigger.isEmpty() ? "ACK" : "ACK" + trigger + component + "ACK";
        }
        return VersionOrder.atLeast(version(), 2, 3) ? "ACK" + trigger : "ACK";
    }

    private void error(Fault fault) {
        Location location = Location.of(fault.where());
        char component = original.separators().component();
        segment("ERR");
        String condition = fault.code().errorCondition();
        String table = component + ErrorConditions.text(condition) + component + "HL70357";
        if (!VersionOrder.atLeast(version(), 2, 5)) {
            String code = (condition + table).replace(component, subcomponent());
            field(location.old(component) + component + code);
        } else {
            field("").field(location.now(component)).field(condition + table).field("E");
            field("").field("").field("").field(escaped(fault.detail()));
        }
        out.append('\r');
    }

    private Acknowledgment segment(String name) {
        out.append(name);
        return this;
    }

    private Acknowledgment field(String raw) {
        out.append(original.separators().field()).append(raw);
        return this;
    }

    private void append(char delimiter) {
        if (delimiter != '\0') {
            out.append(delimiter);
        }
    }

    private char subcomponent() {
        return original.separators().subcomponent() == '\0'
                ? '&'
                : original.separators().subcomponent();
    }

    private String escaped(String text) {
        return Escapes.escape(text, original.separators());
    }

    private String processingId() {
        return original.processingId().isEmpty() ? "P" : original.processingId();
    }

    private String version() {
        return original.version().isEmpty() ? "2.5.1" : original.version();
    }
}
