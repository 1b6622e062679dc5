package dev.tributary.console;

import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.Repetition;
import dev.tributary.hl7.Segment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The numbers of the patients a message speaks of, for the audit: PID-2 to PID-4 and MRG-1 (HL7 v2.5.1 §3.4.2, §3.4.9). */
final class PatientNumbers {

    private static final Map<String, List<Integer>> PLACES = Map.of("PID", List.of(2, 3, 4), "MRG", List.of(1));

    /** They stand at the front; a message of 50 MB is not read for them. */
    private static final int LOOKED_AT = 1 << 16;

    private PatientNumbers() {}

    static Set<String> of(byte[] message) {
        byte[] front = message.length > LOOKED_AT ? Arrays.copyOf(message, LOOKED_AT) : message;
        Hl7Message read = Hl7Reader.read(front, StandardCharsets.UTF_8);
        Set<String> numbers = new LinkedHashSet<>();
        PLACES.forEach((name, fields) -> {
            for (Segment segment : read.segments(name)) {
                for (int field : fields) {
                    for (Repetition repetition : segment.field(field).repetitions()) {
                        String number = repetition.component(1).text().strip();
                        if (!number.isEmpty() && !repetition.component(1).isNull()) {
                            numbers.add(number);
                        }
                    }
                }
            }
        });
        return numbers;
    }
}
