package dev.tributary.hl7;

import java.nio.charset.StandardCharsets;

/**
 * What a receiver said.
 *
 * @param code MSA-1 as sent; empty where the frame holds no MSA
 * @param controlId MSA-2 as sent
 * @param text MSA-3, or ERR-8 where MSA-3 is empty
 * @param bytes the whole answer
 */
public record Answer(String code, String controlId, String text, byte[] bytes) {

    private static final FieldPath CODE = FieldPath.of("MSA", 1);
    private static final FieldPath CONTROL_ID = FieldPath.of("MSA", 2);
    private static final FieldPath TEXT = FieldPath.of("MSA", 3);
    private static final FieldPath USER_MESSAGE = FieldPath.of("ERR", 8);

    /**
     * @param bytes an acknowledgment, or anything else
     * @return what it says; all texts empty where it says nothing
     */
    public static Answer of(byte[] bytes) {
        Hl7Message message = Hl7Reader.read(bytes, StandardCharsets.UTF_8);
        String text = message.value(TEXT).wholeText();
        return new Answer(
                message.value(CODE).raw().strip(),
                message.value(CONTROL_ID).raw(),
                text.isEmpty() ? message.value(USER_MESSAGE).wholeText() : text,
                bytes);
    }

    /** @return whether the receiver took responsibility: AA or CA */
    public boolean isPositive() {
        return code.equals("AA") || code.equals("CA");
    }
}
