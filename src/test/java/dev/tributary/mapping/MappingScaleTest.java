package dev.tributary.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.function.IntFunction;
import org.hl7.fhir.r4.model.DocumentReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A message ten times as long takes ten times as much, of whatever it has ten times as many. What is compared is what a
 * conversion allocates; the time limit is far from any machine's, and near for work that grows with the square.
 */
class MappingScaleTest {

    private static final int FEW = 250;
    private static final int MANY = 5_000;
    private static final double LINEAR = 1.5 * MANY / FEW;
    private static final int DOCUMENT = 8 << 20;
    // bytes, text, field, value, JSON, some of them made by growing: and some room
    private static final int COPIES = 16;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What a message may have many of. */
    enum Shape {
        RESULTS(n -> "ORC|RE|1|2\rOBR|1|1|2|24323-8^Panel^LN|||20260102\r"
                + lines(n, i -> "OBX|" + i + "|NM|2345-7^Glucose^LN||" + i + "|mg/dL||N|||F|||20260102")),
        ORDERS(n -> lines(
                n,
                i -> "ORC|RE|" + i + "|F" + i + "\rOBR|" + i + "|" + i + "|F" + i
                        + "|24323-8^Panel^LN|||20260102\rOBX|1|NM|2345-7^Glucose^LN||5|mg/dL|||||F")),
        NOTES(n -> "ORC|RE|1|2\rOBR|1|1|2|24323-8^Panel^LN\rOBX|1|TX|X^Y||Z||||||F\r"
                + lines(n, i -> "NTE|" + i + "||note " + i)),
        IDENTIFIERS(n -> pid(repeat(n, i -> i + "^^^A" + i % 7 + "^MR"), "Doe^J", "")),
        EQUAL_IDENTIFIERS(n -> pid(repeat(n, i -> "1^^^A^MR"), "Doe^J", "")),
        NAMES(n -> pid("1", repeat(n, i -> "Doe^J" + i), "")),
        CODES_WITHOUT_A_LINE(n -> pid("1", "Doe^J", repeat(n, i -> "Q" + i + "^odd^L"))),
        MISPLACED(n -> lines(n, i -> i % 2 == 0 ? "PV1|1|I" : "EVN|A01|20260102")),
        UNKNOWN(n -> lines(n, i -> "ZZ" + i % 10 + "|" + i));

        private final IntFunction<String> body;

        Shape(IntFunction<String> body) {
            this.body = body;
        }

        Hl7Message message(int n) {
            String text = "MSH|^~\\&|L|F|E|F|20260102030405||ORU^R01^ORU_R01|1|P|2.5.1\r"
                    + (name().contains("IDENT") || this == NAMES || this == CODES_WITHOUT_A_LINE ? "" : "PID|1||1\r")
                    + body.apply(n);
            return Hl7Reader.read(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }

        private static String lines(int n, IntFunction<String> line) {
            StringBuilder lines = new StringBuilder();
            for (int i = 1; i <= n; i++) {
                lines.append(line.apply(i)).append('\r');
            }
            return lines.toString();
        }

        private static String repeat(int n, IntFunction<String> repetition) {
            StringBuilder field = new StringBuilder();
            for (int i = 1; i <= n; i++) {
                field.append(i == 1 ? "" : "~").append(repetition.apply(i));
            }
            return field.toString();
        }

        private static String pid(String identifiers, String names, String races) {
            return "PID|1||" + identifiers + "||" + names + "|||||" + races + "\r";
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void growsAsTheMessageGrows(Shape shape) {
        Hl7Message few = shape.message(FEW);
        Hl7Message many = shape.message(MANY);
        allocated(few, false);

        assertThat((double) allocated(many, false)).isLessThan(LINEAR * allocated(few, false));
        assertThat((double) allocated(many, true)).isLessThan(LINEAR * allocated(few, true));
    }

    @Test
    @Timeout(120)
    void takesAFewCopiesOfADocument(@TempDir Path mappings) throws IOException {
        write(mappings.resolve("messages/mdm-t02.yaml"), """
                message: MDM_T02
                structure: MSH {OBX}
                rows:
                  - {at: OBX, to: "DocumentReference[1]", use: "OBX[DocumentReference]"}
                """);
        write(mappings.resolve("segments/obx-document-reference.yaml"), """
                segment: OBX[DocumentReference]
                rows:
                  - {from: OBX-5.5, to: content.attachment.data, as: base64}
                """);
        MappingLibrary library = MappingLibrary.open(mappings);
        byte[] content = new byte[DOCUMENT];
        new Random(1).nextBytes(content);
        String document = Base64.getEncoder().encodeToString(content);
        byte[] bytes = ("MSH|^~\\&|L|F|E|Müller|20260102030405||MDM^T02^MDM_T02|1|P|2.5.1\r"
                        + "OBX|1|ED|PDF^Report^L||^application^pdf^Base64^" + document + "||||||F\r")
                .getBytes(StandardCharsets.UTF_8);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        Hl7Message message = Hl7Reader.read(bytes, StandardCharsets.UTF_8);
        MappingResult result =
                library.plan(message.header(), Golden.PROFILE).applyWithoutLineage(message, Golden.PROFILE);
        String json = FhirJson.writeBundle(result);
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;

        DocumentReference reference = (DocumentReference) result.drafts().get(0).resource();
        // not by contains(): nobody wants to read the difference
        assertThat(Arrays.equals(reference.getContentFirstRep().getAttachment().getData(), content))
                .isTrue();
        assertThat(json.contains(document)).isTrue();
        assertThat(taken).isLessThan((long) COPIES * document.length());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static long allocated(Hl7Message message, boolean lineage) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        MappingResult result = map(message, lineage);
        assertThat(FhirJson.writeBundle(result)).isNotEmpty();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static MappingResult map(Hl7Message message, boolean lineage) {
        MappingPlan plan = Golden.LIBRARY.plan(message.header(), Golden.PROFILE);
        return lineage ? plan.apply(message, Golden.PROFILE) : plan.applyWithoutLineage(message, Golden.PROFILE);
    }
}
