package dev.tributary.flow.delivery.payload;

/**
 * What one delivery carries, ready to be sent.
 *
 * @param bytes as they are sent
 * @param contentType media type with charset
 * @param extension of a file that holds it, without the dot
 * @param controlId MSH-10, which the acknowledgment must name; empty where it is no HL7 v2 message
 */
public record Body(byte[] bytes, String contentType, String extension, String controlId) {

    @Override
    public String toString() {
        // a body speaks of a patient
        return "Body[" + contentType + ", " + bytes.length + " bytes]";
    }
}
