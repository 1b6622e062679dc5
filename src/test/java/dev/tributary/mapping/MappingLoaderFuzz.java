package dev.tributary.mapping;

import dev.tributary.base.ProblemsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * For a fuzzer: a mapping file with any bytes in it loads, or is refused with its problems. The first byte chooses which
 * file of a small set the others stand in.
 */
public final class MappingLoaderFuzz {

    private static final String[] FILES = {
        "messages/any.yaml",
        "segments/pid-patient.yaml",
        "overlays/site/segments/pid-patient.yaml",
        "datatypes/cwe.yaml",
        "codes/sex.csv",
        "naming.csv",
        "keys.yaml"
    };

    private static final Path FOLDER = folder();

    private MappingLoaderFuzz() {}

    /** @param data which file, and its content */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        if (data.length == 0) {
            return;
        }
        Path file = FOLDER.resolve(FILES[(data[0] & 0xFF) % FILES.length]);
        byte[] before = Files.exists(file) ? Files.readAllBytes(file) : null;
        Files.createDirectories(file.getParent());
        Files.write(file, Arrays.copyOfRange(data, 1, data.length));
        try {
            MappingLibrary.load(FOLDER, FOLDER.resolve("config"));
        } catch (ProblemsException e) {
            if (e.problems().isEmpty()) {
                throw new AssertionError("refused without a reason", e);
            }
        } finally {
            if (before == null) {
                Files.delete(file);
            } else {
                Files.write(file, before);
            }
        }
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("mappings");
            write(folder, "messages/any.yaml", """
                    message: ANY
                    structure: MSH PID [{NK1}]
                    rows:
                      - {at: PID, to: "Patient[1]", use: "PID[Patient]"}
                    """);
            write(folder, "segments/pid-patient.yaml", """
                    segment: PID[Patient]
                    rows:
                      - {from: PID-3.1, to: identifier.value}
                      - {from: PID-5.1, to: name.family, when: 'PID-5.2 IS PRESENT AND (PID-8 EQUALS "M" OR PID-8 EQUALS "F")'}
                      - {from: PID-8, to: gender, code: Sex}
                    """);
            write(
                    folder,
                    "codes/sex.csv",
                    "code,system,target,display\nM,http://hl7.org/fhir/administrative-gender,male,\n");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
