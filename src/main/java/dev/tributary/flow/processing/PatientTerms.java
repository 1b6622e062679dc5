package dev.tributary.flow.processing;

import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.Repetition;
import dev.tributary.hl7.Segment;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.SearchTerms;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a message is looked for by: patient numbers and names, visit and account numbers, order, filler and accession
 * numbers, control id, and the codes of its orders and results.
 */
public final class PatientTerms implements SearchTerms {

    /** Fields whose first component is a number or a code (HL7 v2.5.1 chapters 2, 3, 4, 7, 9 and 10). */
    private static final Map<String, List<Integer>> NUMBERS = Map.of(
            "MSH", List.of(10),
            "PID", List.of(2, 3, 4, 18),
            "MRG", List.of(1, 2, 3, 4, 5),
            "PV1", List.of(19, 50),
            "ORC", List.of(2, 3, 4),
            "OBR", List.of(2, 3, 4, 18, 19, 20, 21),
            "OBX", List.of(3),
            "SCH", List.of(1, 2),
            "TXA", List.of(12),
            "RXA", List.of(5));

    /** Names of persons. */
    private static final Map<String, List<Integer>> NAMES = Map.of("PID", List.of(5, 9), "MRG", List.of(7));

    private static final int MOST = 200;
    private static final int NAME_PARTS = 3;

    private final FeedRegistry feeds;

    /** @param feeds give the character set of messages that name none */
    public PatientTerms(FeedRegistry feeds) {
        this.feeds = feeds;
    }

    @Override
    public Set<String> of(WireMessage message) {
        Hl7Message read = Hl7Reader.read(
                message.bytes(),
                feeds.find(message.feed()).map(feed -> feed.charset()).orElse(StandardCharsets.UTF_8));
        Set<String> terms = new LinkedHashSet<>();
        for (Segment segment : read.segments()) {
            for (int field : NUMBERS.getOrDefault(segment.name(), List.of())) {
                for (Repetition repetition : segment.field(field).repetitions()) {
                    add(repetition.component(1).text(), terms);
                }
            }
            for (int field : NAMES.getOrDefault(segment.name(), List.of())) {
                for (Repetition name : segment.field(field).repetitions()) {
                    for (int part = 1; part <= NAME_PARTS; part++) {
                        for (String word : name.component(part).text().split("[\\s,]+")) {
                            add(word, terms);
                        }
                    }
                }
            }
            if (terms.size() >= MOST) {
                break;
            }
        }
        return terms;
    }

    private static void add(String text, Set<String> terms) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        if (!word.isEmpty() && !word.equals("\"\"")) {
            terms.add(word);
        }
    }
}
