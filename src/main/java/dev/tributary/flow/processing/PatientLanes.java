package dev.tributary.flow.processing;

import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.Repetition;
import dev.tributary.hl7.Segment;
import dev.tributary.journal.InboundMessage;
import dev.tributary.journal.LaneKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The lanes of a message: one for each patient identifier it speaks of, and one for each patient known by one of them,
 * merges followed, so that all numbers of a patient are one lane. The authority is left out on purpose: two senders who
 * name it differently still mean the same number, and a lane too wide costs a wait where one too narrow costs the order.
 */
final class PatientLanes implements LaneKeys {

    /** Where patient identifiers stand: PID-2 to PID-4, MRG-1, MRG-2 and MRG-4 (HL7 v2.5.1 §3.4.2, §3.4.9). */
    private static final Map<String, List<Integer>> IDENTIFIERS =
            Map.of("PID", List.of(2, 3, 4), "MRG", List.of(1, 2, 4));

    /** An identifier holds no space at its end, so no number is taken for a patient. */
    private static final String PATIENT = "Patient ";

    private final FeedPreparation preparation;
    private final Function<Collection<String>, Map<String, Set<String>>> owners;

    /**
     * @param preparation what a feed does to its messages before they are read
     * @param owners gives the patients that have a number, by number
     */
    PatientLanes(FeedPreparation preparation, Function<Collection<String>, Map<String, Set<String>>> owners) {
        this.preparation = preparation;
        this.owners = owners;
    }

    @Override
    public Set<String> of(InboundMessage message) {
        return ofAll(List.of(message)).get(0);
    }

    @Override
    public List<Set<String>> ofAll(List<InboundMessage> messages) {
        List<Set<String>> numbers = messages.stream().map(this::numbers).toList();
        Set<String> all = new HashSet<>();
        numbers.forEach(all::addAll);
        Map<String, Set<String>> patients = owners.apply(all);
        List<Set<String>> lanes = new ArrayList<>();
        for (Set<String> its : numbers) {
            Set<String> keys = new LinkedHashSet<>(its);
            its.forEach(number -> patients.getOrDefault(number, Set.of()).forEach(id -> keys.add(PATIENT + id)));
            lanes.add(keys);
        }
        return lanes;
    }

    private Set<String> numbers(InboundMessage message) {
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
