package dev.tributary.mapping;

import dev.tributary.kit.MessageMutator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Laws of the mapping over messages that were broken in every way we know: no exception, and nothing in silence. */
class MappingMutantTest {

    private static final long SEED = 20260304L;
    private static final int MUTANTS = Integer.getInteger("mutants", 2_000);

    @Test
    void everyMutantIsMappedAndAccountedFor() {
        MessageMutator mutator = new MessageMutator(SEED, bases());
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutator.next();
            String which = "mutant " + i + " of seed " + SEED;
            try {
                ConversionLaws.check(mutant, which);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(which + ": " + e, e);
            }
        }
    }

    private static List<byte[]> bases() {
        List<byte[]> all = new ArrayList<>();
        for (Path folder : List.of(Golden.FOLDER, Path.of("mappings/tests/messages"))) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".hl7"))
                        .sorted()
                        .toList()) {
                    all.add(Files.readString(file).strip().replace("\n", "\r").getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }
}
