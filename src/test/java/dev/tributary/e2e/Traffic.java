package dev.tributary.e2e;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Invented messages by number: the same number is the same message, byte for byte. */
final class Traffic {

    private static final Set<String> OF_PEOPLE = Set.of("PID", "NK1", "IN1");

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

    /**
     * @param text of a log
     * @return every value of a PID, NK1 or IN1 of this run that stands in it
     */
    static List<String> peopleIn(String run, String text) {
        List<String> found = new ArrayList<>();
        for (byte[] message : List.of(admission(run, 1), criticalPotassium(run, 1))) {
            for (String segment : new String(message, StandardCharsets.UTF_8).split("\r")) {
                if (OF_PEOPLE.contains(segment.substring(0, 3))) {
                    for (String value : segment.substring(4).split("[|^]")) {
                        Matcher match = anyLike(value).matcher(text);
                        if (isTelling(value) && match.find()) {
                            found.add(match.group());
                        }
                    }
                }
            }
        }
        return found;
    }

    // NORTH is the sender too, and table numbers are no one's
    private static boolean isTelling(String value) {
        return value.length() >= 5 && !value.equals("NORTH") && !value.startsWith("HL7");
    }

    // the value in any message of the run: Quillon1 stands for Quillon7 too, W000001 for W000007
    private static Pattern anyLike(String value) {
        String digits = value.replaceAll("[^0-9]", "");
        String words = value.replaceAll("[0-9]+$", "");
        if (words.isEmpty() || digits.isEmpty()) {
            return Pattern.compile(Pattern.quote(value));
        }
        return Pattern.compile("\\b" + Pattern.quote(words) + (digits.length() < 6 ? "" : "[0-9]{6}\\b"));
    }
}
