package dev.tributary.flow.processing;

import dev.tributary.journal.Ending;
import dev.tributary.record.RecordNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a processed message asked for in vain, as the journal says it. */
final class ProcessingNotes {

    private ProcessingNotes() {}

    /**
     * @param identity sentences
     * @param record notes; what a feed that does not own a fact said of it is routine and left out
     */
    static Ending ending(String mappingVersion, List<String> identity, List<RecordNote> record) {
        List<String> sentences = new ArrayList<>(identity);
        record.stream()
                .filter(note -> note.kind() == RecordNote.Kind.NOTHING_TO_CANCEL
                        || note.kind() == RecordNote.Kind.NOTHING_TO_MOVE
                        || note.kind() == RecordNote.Kind.NOT_DELETABLE)
                .map(note -> note.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + note.reference()
                        + (note.element().isEmpty() ? "" : " " + note.element()))
                .distinct()
                .forEach(sentences::add);
        Ending plain = Ending.processed(mappingVersion);
        return sentences.isEmpty()
                ? plain
                : new Ending(
                        plain.state(), plain.reason(), String.join("; ", sentences), plain.where(), mappingVersion);
    }
}
