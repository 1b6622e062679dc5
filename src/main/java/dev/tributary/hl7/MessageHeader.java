package dev.tributary.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * MSH, peeked at before the rest of the message is read (HL7 v2.5.1 §2.15.9). Texts are split with the message's own
 * delimiters and stay as sent, escape sequences included, so that an echo is exact; an empty field is an empty text,
 * never null.
 *
 * @param separators the five delimiters of MSH-1 and MSH-2
 * @param sendingApplication MSH-3 as sent, components and all
 * @param sendingFacility MSH-4 as sent
 * @param receivingApplication MSH-5 as sent
 * @param receivingFacility MSH-6 as sent
 * @param dateTime MSH-7 as sent
 * @param messageCode MSH-9.1, {@code ADT}
 * @param triggerEvent MSH-9.2, {@code A01}
 * @param structure MSH-9.3, {@code ADT_A01}; empty where the sender left it out
 * @param controlId MSH-10 as sent; unique per sender only, never a key alone
 * @param processingId MSH-11.1
 * @param version MSH-12.1, {@code 2.5.1}
 * @param acceptAcknowledgment MSH-15: AL, NE, ER, SU or empty
 * @param applicationAcknowledgment MSH-16: AL, NE, ER, SU or empty
 * @param characterSets MSH-18 by repetition, empty repetitions included; no repetition where the sender named none
 * @param charset gives the bytes of these texts back exactly: the character set of MSH-18 or the feed where the header's
 *     bytes are of it, otherwise 8859/1, which has a character for each byte
 */
public record MessageHeader(
        Separators separators,
        String sendingApplication,
        String sendingFacility,
        String receivingApplication,
        String receivingFacility,
        String dateTime,
        String messageCode,
        String triggerEvent,
        String structure,
        String controlId,
        String processingId,
        String version,
        String acceptAcknowledgment,
        String applicationAcknowledgment,
        List<String> characterSets,
        Charset charset) {

    /** What bytes without a readable MSH have instead of a header. */
    public static final MessageHeader NONE = new MessageHeader(
            Separators.DEFAULT, "", "", "", "", "", "", "", "", "", "", "", "", "", List.of(), StandardCharsets.UTF_8);

    /** Keeps a copy of the list. */
    public MessageHeader {
        characterSets = List.copyOf(characterSets);
    }

    /**
     * @return whether the sender follows the enhanced acknowledgment rules (HL7 v2.5.1 §2.9.3): one of MSH-15 and
     *     MSH-16 is valued
     */
    public boolean enhancedMode() {
        return !acceptAcknowledgment.isEmpty() || !applicationAcknowledgment.isEmpty();
    }

    /** @return {@code ADT^A01}, or {@code ADT} where there is no trigger */
    public String type() {
        return triggerEvent.isEmpty() ? messageCode : messageCode + "^" + triggerEvent;
    }
}
