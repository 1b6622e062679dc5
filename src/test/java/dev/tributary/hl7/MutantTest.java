package dev.tributary.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kit.MessageMutator;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Laws of the reader over messages that were dropped, swapped, repeated, cut and misspelt. */
class MutantTest {

    private static final long SEED = 20260302L;
    private static final int MUTANTS = Integer.getInteger("mutants", 2_000);

    @Test
    void nothingIsLostInAnyMutant() {
        MessageMutator mutator = new MessageMutator(SEED);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutator.next();
            String which = "mutant " + i + " of seed " + SEED;
            try {
                Hl7Message message = Hl7Reader.read(mutant, StandardCharsets.UTF_8);
                everyByteIsInASegment(mutant, message, which);
                everyCharacterIsInAField(message, which);
                everyLeafIsFoundAgain(message, which);
                HeaderPeek.of(mutant)
                        .ifPresent(
                                header -> assertThat(message.header()).as(which).isEqualTo(header));
                everyByteIsInAMessageOrAnEnvelope(mutant, which);
            } catch (RuntimeException e) {
                throw new AssertionError(which + ": " + e, e);
            }
        }
    }

    private static void everyByteIsInASegment(byte[] mutant, Hl7Message message, String which) {
        int at = HeaderPeek.start(mutant);
        for (Segment segment : message.segments()) {
            at = pastLineEnds(mutant, at);
            assertThat(segment.byteStart()).as(which).isEqualTo(at);
            assertThat(segment.byteEnd()).as(which).isGreaterThan(at);
            at = segment.byteEnd();
        }
        assertThat(pastLineEnds(mutant, at)).as(which).isEqualTo(mutant.length);
    }

    private static int pastLineEnds(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && (bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at;
    }

    private static void everyCharacterIsInAField(Hl7Message message, String which) {
        for (Segment segment : message.segments()) {
            StringBuilder joined = new StringBuilder(segment.raw().length());
            boolean declares = segment.name().equals("MSH")
                    || segment.name().equals("FHS")
                    || segment.name().equals("BHS");
            boolean unnamed = segment.name().equals(Segment.UNNAMED);
            int length = 0;
            for (int n = 1; n <= segment.fieldCount(); n++) {
                joined.append(segment.field(n).raw());
                length += segment.field(n).raw().length();
            }
            // names and separators are all that is not in a field
            int separators =
                    unnamed || declares ? Math.max(0, segment.fieldCount() - (declares ? 2 : 1)) : segment.fieldCount();
            String name =
                    unnamed ? "" : segment.raw().substring(0, segment.raw().length() - length - separators);
            assertThat(name.strip()).as(which).isEqualToIgnoringCase(unnamed ? "" : segment.name());
            assertThat(length + separators + name.length())
                    .as(which)
                    .isEqualTo(segment.raw().length());
        }
    }

    private static void everyLeafIsFoundAgain(Hl7Message message, String which) {
        List<Leaf> leaves = message.leaves();
        Set<FieldPath> paths = new HashSet<>();
        for (Leaf leaf : leaves) {
            Part found = message.value(leaf.path());
            assertThat(paths.add(leaf.path().leaf()))
                    .as("%s: %s twice", which, leaf)
                    .isTrue();
            assertThat(found.offset())
                    .as("%s: %s", which, leaf)
                    .isEqualTo(leaf.value().offset());
            assertThat(found.raw())
                    .as("%s: %s", which, leaf)
                    .isEqualTo(leaf.value().raw());
            assertThat(found.text())
                    .as("%s: %s", which, leaf)
                    .isEqualTo(leaf.value().text());
            assertThat(FieldPath.parse(leaf.path().toString())).as(which).isEqualTo(leaf.path());
        }
    }

    private static void everyByteIsInAMessageOrAnEnvelope(byte[] mutant, String which) {
        Batch batch = Batch.split(mutant);
        int last = 0;
        for (BatchMessage message : batch.messages()) {
            assertThat(message.start()).as(which).isGreaterThanOrEqualTo(last);
            between(mutant, last, message.start(), which);
            last = message.end();
        }
        between(mutant, last, mutant.length, which);
    }

    private static void between(byte[] mutant, int from, int to, String which) {
        String gap = new String(mutant, from, to - from, StandardCharsets.ISO_8859_1);
        for (String line : gap.split("[\r\n]")) {
            String bare = line.replaceAll("^[\\s\u00EF\u00BB\u00BF]+", "");
            assertThat(bare.isEmpty() || bare.matches("(?s)(FHS|BHS|BTS|FTS)([^A-Za-z0-9].*)?"))
                    .as("%s: nothing else lies between messages", which)
                    .isTrue();
        }
    }
}
