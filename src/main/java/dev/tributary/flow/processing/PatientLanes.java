package dev.tributary.flow.processing;

import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.Repetition;
import dev.tributary.hl7.Segment;
import dev.tributary.journal.InboundMessage;
import dev.tributary.journal.LaneKeys;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lanes of a message: one for each patient identifier it speaks of. The authority is left out on purpose: two
 * senders who name it differently still mean the same number, and a lane too wide costs a wait where one too narrow
 * costs the order.
 */
final class PatientLanes implements LaneKeys {

    private final FeedPreparation preparation;

    PatientLanes(FeedPreparation preparation) {
        this.preparation = preparation;
    }

    /** Where patient identifiers stand: PID-2 to PID-4, MRG-1, MRG-2 and MRG-4 (HL7 v2.5.1 §3.4.2, §3.4.9). */
    private static final Map<String, List<Integer>> IDENTIFIERS =
            Map.of("PID", List.of(2, 3, 4), "MRG", List.of(1, 2, 4));

    @Override
    public Set<String> of(InboundMessage message) {
        // identifiers are ASCII in all but a museum's feeds, and the key must not hang on a setting that can change
        Hl7Message read = Hl7Reader.read(preparation.of(message.wire()).bytes(), StandardCharsets.UTF_8);
        Set<String> lanes = new LinkedHashSet<>();
        for (Map.Entry<String, List<Integer>> place : IDENTIFIERS.entrySet()) {
            for (Segment segment : read.segments(place.getKey())) {
                for (int field : place.getValue()) {
                    addIdentifiers(segment, field, lanes);
                }
            }
        }
        return lanes;
    }

    private static void addIdentifiers(Segment segment, int field, Set<String> lanes) {
        for (Repetition identifier : segment.field(field).repetitions()) {
            String value = identifier.component(1).text().strip();
            if (!value.isEmpty() && !identifier.component(1).isNull()) {
                lanes.add(value);
            }
        }
    }
}
