package dev.tributary.e2e;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Invented messages by number: the same number is the same message, byte for byte. */
final class Traffic {

    private Traffic() {}

    static String controlId(String run, int number) {
        return run + "-" + number;
    }

    static String mrn(String run, int patient) {
        return run + String.format(Locale.ROOT, "%06d", patient);
    }

    /** An inpatient admission of a patient of its own. */
    static byte[] admission(String run, int number) {
        String mrn = mrn(run, number);
        return message(
                "MSH|^~\\&|EHR|NORTH|TRIBUTARY|HUB|20260301080000+0100||ADT^A01^ADT_A01|" + controlId(run, number)
                        + "|P|2.5.1",
                "EVN|A01|20260301080000+0100",
                "PID|1||" + mrn + "^^^NORTH^MR||Zephyrine" + number + "^Quillon" + number
                        + "||19610203|F|||Mirabelweg " + number + "^^Sanddorn^^99999^DE||^PRN^PH^^49^999^"
                        + mrn.hashCode()
                        + "||||||",
                "NK1|1|Ambrosius" + number + "^Thadd" + number + "|SPO^Spouse^HL70063",
                "PV1|1|I|WARD1^1^A^NORTH||||3101^Okonkwo^Ada^^^Dr||||||||||||V" + mrn
                        + "^^^NORTH^VN|||||||||||||||||||||||||20260301080000+0100",
                "IN1|1|PLAN9|INS77|Kassiopeia Versicherung|||||||||||Zephyrine" + number + "^Quillon" + number);
    }

    /** A critical potassium for the patient of that number. */
    static byte[] criticalPotassium(String run, int number) {
        String mrn = mrn(run, number);
        return message(
                "MSH|^~\\&|LIS|NORTH|TRIBUTARY|HUB|20260301090000+0100||ORU^R01^ORU_R01|L" + controlId(run, number)
                        + "|P|2.5.1",
                "PID|1||" + mrn + "^^^NORTH^MR||Zephyrine" + number + "^Quillon" + number,
                "ORC|RE|P" + mrn + "^EHR|F" + mrn + "^LIS",
                "OBR|1|P" + mrn + "^EHR|F" + mrn
                        + "^LIS|2823-3^Potassium^LN|||20260301083000+0100|||||||||||||||20260301090000+0100||LAB|F",
                "OBX|1|NM|2823-3^Potassium^LN||7.2|mmol/L^^UCUM|3.5-5.1|HH|||F|||20260301083000+0100");
    }

    static byte[] message(String... segments) {
        return (String.join("\r", segments) + "\r").getBytes(StandardCharsets.UTF_8);
    }
}
