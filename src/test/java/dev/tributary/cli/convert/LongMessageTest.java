package dev.tributary.cli.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is long is converted in a process of 1 GiB: a document of 50 MB in OBX-5, and 10,000 results. */
class LongMessageTest {

    private static final int DOCUMENT = 50_000_000;
    private static final int RESULTS = 10_000;

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void aDocumentOfFiftyMegabytesIsCarriedWhole() throws Exception {
        byte[] content = new byte[DOCUMENT];
        new Random(20260304L).nextBytes(content);
        String document = Base64.getEncoder().encodeToString(content);
        Path message = folder.resolve("document.hl7");
        try (BufferedWriter out = Files.newBufferedWriter(message, StandardCharsets.US_ASCII)) {
            out.write("MSH|^~\\&|L|F|E|F|20260302030405||MDM^T02^MDM_T02|D1|P|2.5.1\r"
                    + "EVN|T02|20260302030405\rPID|1||7001^^^NORTH^MR||Erfunden^Erna\rPV1|1|O\r"
                    + "TXA|1|DS|AP|20260302030405||||||||D7^L|||||AU\rOBX|1|ED|PDF^Report^L||^application^pdf^Base64^");
            out.write(document);
            out.write("||||||F\r");
        }

        convert(message);

        String bundle = Files.readString(folder.resolve("document.json"));
        // not by contains(): nobody wants to read the difference
        assertThat(bundle.contains(document)).isTrue();
    }

    @Test
    @Timeout(300)
    void tenThousandResultsAreTenThousandObservations() throws Exception {
        Path message = folder.resolve("results.hl7");
        try (BufferedWriter out = Files.newBufferedWriter(message, StandardCharsets.US_ASCII)) {
            out.write("MSH|^~\\&|L|F|E|F|20260302030405||ORU^R01^ORU_R01|R1|P|2.5.1\r"
                    + "PID|1||7001^^^NORTH^MR||Erfunden^Erna\rORC|RE|1|2\rOBR|1|1|2|24323-8^Panel^LN|||20260302\r");
            for (int i = 1; i <= RESULTS; i++) {
                out.write("OBX|" + i + "|NM|2345-7^Glucose^LN|" + i + "|" + i + "|mg/dL|||||F|||20260302\r");
            }
        }

        convert(message);

        String bundle = Files.readString(folder.resolve("results.json"));
        long observations = Pattern.compile("\"resourceType\"\\s*:\\s*\"Observation\"")
                .matcher(bundle)
                .results()
                .count();
        assertThat(observations).isEqualTo(RESULTS);
    }

    private void convert(Path message) throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.tributary.Tributary",
                "convert",
                "--out",
                folder.toString(),
                message.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(280, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
