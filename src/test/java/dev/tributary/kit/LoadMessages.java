package dev.tributary.kit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The messages of a load run by number: invented people who are admitted, updated, transferred and discharged again and again, or whose blood is examined. */
public final class LoadMessages {

    private static final List<String> STAY = List.of("A01", "A08", "A02", "A03");
    private static final List<String> TESTS = List.of(
            "2951-2^Sodium",
            "2823-3^Potassium",
            "2160-0^Creatinine",
            "2075-0^Chloride",
            "3094-0^Urea nitrogen",
            "2345-7^Glucose",
            "17861-6^Calcium",
            "1742-6^ALT",
            "1920-8^AST",
            "1975-2^Bilirubin",
            "718-7^Hemoglobin",
            "6690-2^Leukocytes");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'+0000'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");

    private final String kind;
    private final int patients;

    /**
     * @param kind {@code adt} or {@code oru}
     * @param patients how many different people
     */
    public LoadMessages(String kind, int patients) {
        if (!kind.equals("adt") && !kind.equals("oru")) {
            throw new IllegalArgumentException("adt or oru");
        }
        this.kind = kind;
        this.patients = patients;
    }

    public String kind() {
        return kind;
    }

    public int patients() {
        return patients;
    }

    /** @return the message of that number; the same each time */
    public byte[] message(long number) {
        // 7919 is prime: neighbours in time are not neighbours in number
        long patient = number * 7919 % patients;
        long round = number / patients;
        String time = TIME.format(BEGIN.plusSeconds(number));
        List<String> segments =
                kind.equals("adt") ? adt(number, patient, round + patient, time) : oru(number, patient, time);
        return (String.join("\r", segments) + "\r").getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> adt(long number, long patient, long step, String time) {
        String trigger = STAY.get((int) (step % STAY.size()));
        String structure = trigger.equals("A08") ? "A01" : trigger;
        String bed = trigger.equals("A01") || trigger.equals("A08") ? "4W^412^1^WILLOWBROOK" : "5E^507^2^WILLOWBROOK";
        String mrn = "LD" + (1_000_000 + patient);
        String visit = "V" + mrn + "-" + step / STAY.size();
        String discharged = trigger.equals("A03") ? time : "";
        List<String> segments = new ArrayList<>(List.of(
                "MSH|^~\\&|EHR|WILLOWBROOK|TRIBUTARY|HUB|" + time + "||ADT^" + trigger + "^ADT_" + structure + "|L-"
                        + number + "|P|2.5.1",
                "EVN|" + trigger + "|" + time,
                "PID|1||" + mrn + "^^^WILLOWBROOK^MR||Testa^Load^" + mrn + "||19700101|F|||" + (1 + step)
                        + " Test Lane^^Millbridge^OH^45069^USA^H||^PRN^PH^^1^513^5550100||en^English^ISO639|S^Single^HL70002",
                "NK1|1|Testa^Kin|SPO^Spouse^HL70063||^PRN^PH^^1^513^5550101",
                "PV1|1|I|" + bed + "|E^Emergency|||4410^Fenwick^Tobias^^^Dr^MD^^WILLOWBROOK|||MED|||||||||" + visit
                        + "^^^WILLOWBROOK^VN|||||||||||||||||||||||||" + time + "|" + discharged));
        if (trigger.equals("A01")) {
            segments.add("AL1|1|DA^Drug allergy^HL70127|70618^Penicillin^RXNORM|SV^Severe^HL70128|Hives");
            segments.add("DG1|1||I50.9^Heart failure, unspecified^I10C||" + time + "|A^Admitting^HL70052");
        }
        return segments;
    }

    private static List<String> oru(long number, long patient, String time) {
        String mrn = "LD" + (1_000_000 + patient);
        List<String> segments = new ArrayList<>(List.of(
                "MSH|^~\\&|LIS|WILLOWBROOK|TRIBUTARY|HUB|" + time + "||ORU^R01^ORU_R01|L-" + number + "|P|2.5.1",
                "PID|1||" + mrn + "^^^WILLOWBROOK^MR||Testa^Load^" + mrn + "||19700101|F",
                "PV1|1|I|4W^412^1^WILLOWBROOK||||||||||||||||V" + mrn + "-0^^^WILLOWBROOK^VN",
                "ORC|RE|P" + number + "^EHR|F" + number + "^LIS",
                "OBR|1|P" + number + "^EHR|F" + number + "^LIS|24323-8^Comprehensive panel^LN|||" + time
                        + "|||||||||4410^Fenwick^Tobias^^^Dr^MD^^WILLOWBROOK||||||" + time + "||CH|F"));
        for (int i = 0; i < TESTS.size(); i++) {
            segments.add("OBX|" + (i + 1) + "|NM|" + TESTS.get(i) + "^LN||" + (number + i) % 90
                    + "|mmol/L^^UCUM|3.5-95.1|N|||F|||" + time);
        }
        return segments;
    }
}
