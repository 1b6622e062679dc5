package dev.tributary.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.kit.Messages;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcknowledgmentTest {

    private static final AckStamp STAMP =
            new AckStamp("ACK77", Instant.parse("2026-03-02T08:15:00.250Z"), ZoneId.of("Asia/Kolkata"));
    private static final Fault MISSING =
            new Fault(FaultCode.REQUIRED_FIELD_MISSING, "PID-3 is empty: send an identifier", "PID-3");

    @Test
    void answersWithSenderAndReceiverChanged() {
        byte[] ack = Acknowledgment.answer(header(Messages.adtA01().text()), AckCode.AA, Optional.empty(), STAMP);

        assertThat(text(ack))
                .isEqualTo(
                        "MSH|^~\\&|TRIBUTARY|HUB|ADT1|WILLOWBROOK|20260302134500.250+0530||ACK^A01^ACK|ACK77|P|2.5.1\r"
                                + "MSA|AA|TB0001\r");
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        byte[] ack = Acknowledgment.answer(header(Messages.adtA01().text()), AckCode.AE, Optional.of(MISSING), STAMP);

        assertThat(text(ack).split("\r"))
                .contains(
                        "MSA|AE|TB0001|PID-3 is empty: send an identifier",
                        "ERR||PID^1^3^1|101^Required field missing^HL70357|E||||PID-3 is empty: send an identifier");
    }

    @ParameterizedTest
    @CsvSource({
        "2.1, ACK, ERR|PID^1^3^101&Required field missing&HL70357",
        "2.2, ACK, ERR|PID^1^3^101&Required field missing&HL70357",
        "2.3, ACK^A01, ERR|PID^1^3^101&Required field missing&HL70357",
        "2.3.1, ACK^A01, ERR|PID^1^3^101&Required field missing&HL70357",
        "2.4, ACK^A01^ACK, ERR|PID^1^3^101&Required field missing&HL70357",
        "2.5, ACK^A01^ACK, ERR||PID^1^3^1|101^Required field missing^HL70357|E",
        "2.7.1, ACK^A01^ACK, ERR||PID^1^3^1|101^Required field missing^HL70357|E",
        "strange, ACK^A01^ACK, ERR||PID^1^3^1|101^Required field missing^HL70357|E"
    })
    void followsTheVersionOfTheMessage(String version, String type, String error) {
        MessageHeader header = header(Messages.adtA01().with("MSH-12", version).text());

        String ack = text(Acknowledgment.answer(header, AckCode.AE, Optional.of(MISSING), STAMP));

        assertThat(ack).contains("|" + type + "|ACK77|P|" + version + "\r").contains("\r" + error);
    }

    @Test
    void echoesTheControlIdByteForByte() {
        for (Charset charset : new Charset[] {StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1}) {
            byte[] bytes = "MSH|^~\\&|Süd|B|C|D|||ADT^A01|Ö\\T\\7^x|T|2.5.1||||||8859/1~ASCII\r".getBytes(charset);
            byte[] undeclared = "MSH|^~\\&|Süd|B|C|D|||ADT^A01|Ö\\T\\7^x|T|2.5.1\r".getBytes(charset);

            for (byte[] message : new byte[][] {bytes, undeclared}) {
                byte[] ack = Acknowledgment.answer(
                        HeaderPeek.of(message).orElseThrow(), AckCode.AA, Optional.empty(), STAMP);

                assertThat(latin(ack)).contains("\rMSA|AA|" + latin("Ö\\T\\7^x".getBytes(charset)) + "\r");
                assertThat(latin(ack)).contains("|" + latin("Süd".getBytes(charset)) + "|B|");
            }
        }
    }

    @Test
    void echoesCharacterSetsAndProcessingId() {
        MessageHeader header = header("MSH|^~\\&|A|B|C|D|||ORU^R01|1|T^A|2.5.1||||||UNICODE UTF-8~8859/1\r");

        assertThat(text(Acknowledgment.answer(header, AckCode.AA, Optional.empty(), STAMP)))
                .contains("|ACK77|T|2.5.1||||||UNICODE UTF-8~8859/1\r");
    }

    @Test
    void writesWithTheSendersDelimiters() {
        MessageHeader header = header("MSH#*+?%#A#B#C#D###ADT*A01#1#P#2.5.1\r");
        Fault fault = new Fault(FaultCode.VALUE_INVALID, "is it #1 or *2", "PID-7");

        assertThat(text(Acknowledgment.answer(header, AckCode.AE, Optional.of(fault), STAMP)))
                .startsWith("MSH#*+?%#C#D#A#B#20260302134500.250+0530##ACK*A01*ACK#ACK77#P#2.5.1\r")
                .contains("MSA#AE#1#is it ?F?1 or ?S?2\r")
                .contains("ERR##PID*1*7*1#102*Data type error*HL70357#E####is it ?F?1 or ?S?2\r");
    }

    @Test
    void aPlaceThatIsNoneInTheMessageIsLeftOut() {
        MessageHeader header = header(Messages.adtA01().text());
        Fault outside = new Fault(FaultCode.JOURNAL_UNREACHED, "not durable now: send again later", "journal");
        Fault segment = new Fault(FaultCode.REQUIRED_FIELD_MISSING, "no PID", "PID");
        Fault deep = new Fault(FaultCode.CODE_UNMAPPED, "no row", "OBX[2]-3[1].4.1");

        assertThat(text(Acknowledgment.answer(header, AckCode.AE, Optional.of(outside), STAMP)))
                .contains("ERR|||207^Application internal error^HL70357|E");
        assertThat(text(Acknowledgment.answer(header, AckCode.AE, Optional.of(segment), STAMP)))
                .contains("ERR||PID^1|101^");
        assertThat(text(Acknowledgment.answer(header, AckCode.AE, Optional.of(deep), STAMP)))
                .contains("ERR||OBX^2^3^1^4^1|103^Table value not found^HL70357|E");
    }

    @Test
    void rejectsWhatHasNoHeader() {
        Fault unreadable = Fault.of(FaultCode.UNREADABLE, "no MSH: not an HL7 v2 message");

        String ack = text(Acknowledgment.unreadable(unreadable, STAMP));

        assertThat(ack)
                .startsWith("MSH|^~\\&|||||20260302134500.250+0530||ACK|ACK77|P|2.5.1\r")
                .contains("\rMSA|AR||no MSH: not an HL7 v2 message\r")
                .contains("\rERR|||100^Segment sequence error^HL70357|E");
    }

    @Test
    void theApplicationAcknowledgmentIsAMessageThatAsksForNoAnswer() {
        MessageHeader header =
                header(Messages.adtA01().withAcknowledgments("AL", "AL").text());

        byte[] ack = Acknowledgment.application(header, AckCode.AA, Optional.empty(), STAMP);

        MessageHeader own = HeaderPeek.of(ack).orElseThrow();
        assertThat(own.acceptAcknowledgment()).isEqualTo("NE");
        assertThat(own.applicationAcknowledgment()).isEqualTo("NE");
        assertThat(own.controlId()).isEqualTo("ACK77");
        assertThat(text(ack)).contains("\rMSA|AA|TB0001\r");
    }

    private static MessageHeader header(String text) {
        return HeaderPeek.of(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
