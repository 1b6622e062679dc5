package dev.tributary.kit;

import java.util.Arrays;

/**
 * Invented messages of an invented hospital, HL7 v2.5.1: what a test starts from. Every person, number and address is made
 * up. All but {@link #adtA40()} are about the same patient and, where they have one, the same visit.
 */
public final class Messages {

    private static final String PID =
            "PID|1||MRN10042^^^WILLOWBROOK^MR~999-00-4242^^^SSA^SS||Larkspur^Imogen^Fae^^Ms^^L||"
                    + "19620314|F||2106-3^White^CDCREC|12 Juniper Lane^^Millbridge^OH^45069^USA^H||^PRN^PH^^1^513^5550142~^NET^Internet^"
                    + "imogen.larkspur@mail.invalid||en^English^ISO639|M^Married^HL70002||ACC77001^^^WILLOWBROOK^AN|||||||||||N";
    private static final String PD1 = "PD1||||4410^Fenwick^Tobias^^^Dr^MD^^WILLOWBROOK";
    private static final String NK1 =
            "NK1|1|Larkspur^Rowan^^^Mr|SPO^Spouse^HL70063|12 Juniper Lane^^Millbridge^OH^45069^USA|^PRN^PH^^1^513^5550177";
    private static final String AL1 =
            "AL1|1|DA^Drug allergy^HL70127|70618^Penicillin^RXNORM|SV^Severe^HL70128|Hives|20010509";
    private static final String DG1 = "DG1|1||I50.9^Heart failure, unspecified^I10C||20260302|A^Admitting^HL70052";
    private static final String IN1 =
            "IN1|1|PPO1^Standard PPO^WILLOWBROOK|INS330|Meadow Mutual^^^^^^NII|1 Clover Court^^Millbridge"
                    + "^OH^45069||||||||20260101||||Larkspur^Imogen|SEL^Self^HL70063|19620314|||||||||||||||||||MM5520042";

    private Messages() {}

    /** @return an admission to bed 4W-412-1 */
    public static MessageDraft adtA01() {
        return MessageDraft.of(
                msh("ADT^A01^ADT_A01", "TB0001", "20260302081500+0000"),
                "EVN|A01|20260302081500+0000|||4711^Quill^Edda^^^Ms|20260302081000+0000",
                PID,
                PD1,
                NK1,
                pv1("I", "4W^412^1^WILLOWBROOK^^^^^4 West"),
                "PV2||PRIV^Private|^Shortness of breath",
                AL1,
                DG1,
                IN1);
    }

    /** @return a transfer to the intensive care unit */
    public static MessageDraft adtA02() {
        return MessageDraft.of(
                msh("ADT^A02^ADT_A02", "TB0002", "20260302143000+0000"),
                "EVN|A02|20260302143000+0000|||4711^Quill^Edda|20260302142500+0000",
                PID,
                with(pv1("I", "ICU^2^1^WILLOWBROOK^^^^^Intensive care"), 6, "4W^412^1^WILLOWBROOK"));
    }

    /** @return the discharge home */
    public static MessageDraft adtA03() {
        return MessageDraft.of(
                msh("ADT^A03^ADT_A03", "TB0003", "20260306110000+0000"),
                "EVN|A03|20260306110000+0000|||4711^Quill^Edda|20260306105500+0000",
                PID,
                with(with(pv1("I", "4W^412^1^WILLOWBROOK"), 36, "01^Home^HL70112"), 45, "20260306105500+0000"),
                DG1);
    }

    /** @return a registration in the emergency department */
    public static MessageDraft adtA04() {
        return MessageDraft.of(
                msh("ADT^A04^ADT_A01", "TB0004", "20260302064500+0000"),
                "EVN|A04|20260302064500+0000",
                PID,
                NK1,
                pv1("E", "ED^7^^WILLOWBROOK^^^^^Emergency"),
                "PV2|||^Shortness of breath",
                AL1);
    }

    /** @return an update: another address and telephone */
    public static MessageDraft adtA08() {
        return MessageDraft.of(
                        msh("ADT^A08^ADT_A01", "TB0008", "20260303090000+0000"),
                        "EVN|A08|20260303090000+0000",
                        PID,
                        NK1,
                        pv1("I", "4W^412^1^WILLOWBROOK"),
                        AL1)
                .with("PID-11", "7 Alder Row^^Millbridge^OH^45069^USA^H")
                .with("PID-13", "^PRN^PH^^1^513^5550199");
    }

    /** @return the admission of {@link #adtA01()} cancelled */
    public static MessageDraft adtA11() {
        return MessageDraft.of(
                msh("ADT^A11^ADT_A09", "TB0011", "20260302091500+0000"),
                "EVN|A11|20260302091500+0000",
                PID,
                pv1("I", "4W^412^1^WILLOWBROOK"));
    }

    /** @return the discharge of {@link #adtA03()} cancelled */
    public static MessageDraft adtA13() {
        return MessageDraft.of(
                msh("ADT^A13^ADT_A01", "TB0013", "20260306113000+0000"),
                "EVN|A13|20260306113000+0000",
                PID,
                pv1("I", "4W^412^1^WILLOWBROOK"));
    }

    /** @return a person added to the index */
    public static MessageDraft adtA28() {
        return MessageDraft.of(
                msh("ADT^A28^ADT_A05", "TB0028", "20260301120000+0000"),
                "EVN|A28|20260301120000+0000",
                PID,
                PD1,
                NK1,
                "PV1|1|N");
    }

    /** @return a person's data changed: the family name */
    public static MessageDraft adtA31() {
        return MessageDraft.of(
                        msh("ADT^A31^ADT_A05", "TB0031", "20260304120000+0000"),
                        "EVN|A31|20260304120000+0000",
                        PID,
                        "PV1|1|N")
                .with("PID-5", "Larkspur-Moss^Imogen^Fae^^Ms^^L");
    }

    /** @return a merge: MRN10099 was a second number of the patient of MRN10042 */
    public static MessageDraft adtA40() {
        return MessageDraft.of(
                msh("ADT^A40^ADT_A39", "TB0040", "20260305100000+0000"),
                "EVN|A40|20260305100000+0000",
                PID,
                "MRG|MRN10099^^^WILLOWBROOK^MR||||||Larkspur^Imogene");
    }

    /** @return a basic metabolic panel, final, with a critical potassium of 6.9 mmol/L (OBX-8 HH) in the second OBX */
    public static MessageDraft oruR01() {
        return MessageDraft.of(
                msh("ORU^R01^ORU_R01", "TB0101", "20260302093000+0000").replace("|ADT1|", "|LAB1|"),
                PID,
                pv1("I", "4W^412^1^WILLOWBROOK"),
                "ORC|RE|PL5501^ADT1|FL9901^LAB1|||||||||4410^Fenwick^Tobias^^^Dr^MD^^WILLOWBROOK",
                "OBR|1|PL5501^ADT1|FL9901^LAB1|51990-0^Basic metabolic panel^LN|||20260302085500+0000|||||||||"
                        + "4410^Fenwick^Tobias^^^Dr^MD^^WILLOWBROOK||||||20260302092500+0000||CH|F",
                "OBX|1|NM|2951-2^Sodium^LN||138|mmol/L^^UCUM|136-145|N|||F|||20260302085500+0000",
                "OBX|2|NM|2823-3^Potassium^LN||6.9|mmol/L^^UCUM|3.5-5.1|HH|||F|||20260302085500+0000",
                "NTE|1|L|Not haemolysed. Repeated and confirmed.",
                "OBX|3|NM|2160-0^Creatinine^LN||1.4|mg/dL^^UCUM|0.6-1.1|H|||F|||20260302085500+0000",
                "SPM|1|SP8801&LAB1||119297000^Blood specimen^SCT|||||||||||||20260302085500+0000|20260302090500+0000");
    }

    private static String msh(String type, String controlId, String dateTime) {
        return "MSH|^~\\&|ADT1|WILLOWBROOK|TRIBUTARY|HUB|" + dateTime + "||" + type + "|" + controlId
                + "|P|2.5.1|||||||";
    }

    private static String pv1(String patientClass, String location) {
        return "PV1|1|" + patientClass + "|" + location + "|E^Emergency||"
                + "|4410^Fenwick^Tobias^^^Dr^MD^^WILLOWBROOK||" + "|MED||||||||" + "|V900017^^^WILLOWBROOK^VN"
                + "|".repeat(25) + "20260302081000+0000";
    }

    private static String with(String segment, int field, String raw) {
        String[] sent = segment.split("\\|", -1);
        String[] fields = Arrays.copyOf(sent, Math.max(sent.length, field + 1));
        Arrays.fill(fields, sent.length, fields.length, "");
        fields[field] = raw;
        return String.join("|", fields);
    }
}
