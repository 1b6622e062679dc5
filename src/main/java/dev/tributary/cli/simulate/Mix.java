package dev.tributary.cli.simulate;

import dev.tributary.base.NearestWord;
import java.util.List;
import java.util.Random;

/**
 * What patients come for, in parts that need not sum up to anything.
 *
 * @param emergency walk in and go home or are admitted
 * @param inpatient planned stays
 * @param outpatient appointments at a clinic
 */
public record Mix(int emergency, int inpatient, int outpatient) {

    /** A general hospital: invented. */
    public static final Mix USUAL = new Mix(45, 15, 40);

    private static final List<String> WORDS = List.of("emergency", "inpatient", "outpatient");

    /**
     * @param text {@code emergency=45,inpatient=15,outpatient=40}; what is left out is 0
     * @throws IllegalArgumentException with a sentence if it is written otherwise
     */
    public static Mix of(String text) {
        int[] parts = new int[WORDS.size()];
        for (String part : text.split(",", -1)) {
            String[] pair = part.split("=", -1);
            int at = WORDS.indexOf(pair[0].strip());
            if (at < 0) {
                String cure = NearestWord.cure(pair[0].strip(), WORDS);
                throw new IllegalArgumentException("there is no part '" + pair[0].strip() + "': "
                        + (cure.isEmpty() ? "use " + String.join(", ", WORDS) : cure));
            }
            if (pair.length != 2 || !pair[1].strip().matches("[0-9]{1,6}")) {
                throw new IllegalArgumentException("'" + part + "': write it like " + WORDS.get(at) + "=40");
            }
            parts[at] = Integer.parseInt(pair[1].strip());
        }
        if (parts[0] + parts[1] + parts[2] == 0) {
            throw new IllegalArgumentException("somebody must come: one part above 0");
        }
        return new Mix(parts[0], parts[1], parts[2]);
    }

    /** @return 0 for emergency, 1 for inpatient, 2 for outpatient */
    int draw(Random random) {
        int at = random.nextInt(emergency + inpatient + outpatient);
        return at < emergency ? 0 : at < emergency + inpatient ? 1 : 2;
    }

    @Override
    public String toString() {
        return "emergency=" + emergency + ",inpatient=" + inpatient + ",outpatient=" + outpatient;
    }
}
