package dev.tributary.hl7;

/** Segment names: three characters, the first a letter, all upper case. */
final class SegmentNames {

    private static final String[] COMMON = new String[1 << 10];

    static {
        for (String name :
                ("MSH EVN PID PD1 PV1 PV2 NK1 OBX OBR ORC NTE AL1 DG1 IN1 IN2 IN3 GT1 MRG SPM TQ1 TQ2 RXA RXR RXE "
                                + "RXO RXD RXC TXA SCH RGS AIS AIG AIL AIP PR1 ROL PRT ACC UB1 UB2 DRG IAM SFT MSA ERR QRD FT1 PRB GOL "
                                + "SAC CTD ARV PDA FHS BHS BTS FTS MFI MFE DB1 ZPI ZPD ZBR ZDS")
                        .split(" ")) {
            COMMON[slot(name.charAt(0), name.charAt(1), name.charAt(2))] = name;
        }
    }

    private SegmentNames() {}

    /** @return the name at a place of a text, without an allocation for the common ones */
    static String at(String text, int from) {
        String common = COMMON[slot(text.charAt(from), text.charAt(from + 1), text.charAt(from + 2))];
        return common != null && text.startsWith(common, from) ? common : text.substring(from, from + 3);
    }

    /** @return whether three characters are a name in either case */
    static boolean isName(String text, int from) {
        return isLetter(text.charAt(from))
                && isLetterOrDigit(text.charAt(from + 1))
                && isLetterOrDigit(text.charAt(from + 2));
    }

    static boolean isUpper(String text, int from) {
        return text.charAt(from) < 'a' && text.charAt(from + 1) < 'a' && text.charAt(from + 2) < 'a';
    }

    /** @return whether the segment's first two fields declare the delimiters (HL7 v2.5.1 §2.15.9, §2.15.2, §2.15.6) */
    static boolean declaresDelimiters(String name) {
        return name.equals("MSH") || name.equals("FHS") || name.equals("BHS");
    }

    private static int slot(char a, char b, char c) {
        return ((a * 31 + b) * 31 + c) & (COMMON.length - 1);
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isLetterOrDigit(char c) {
        return isLetter(c) || (c >= '0' && c <= '9');
    }
}
