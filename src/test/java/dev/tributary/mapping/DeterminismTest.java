package dev.tributary.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.hl7.Hl7Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The same message, mapping set and feed profile give the same bytes: in any order, at any parallelism, anywhere. */
class DeterminismTest {

    @Test
    void anyOrderAndAnyParallelismGiveTheSameBytes() throws Exception {
        Map<String, String> alone = new HashMap<>();
        for (String name : Golden.cases()) {
            alone.put(name, FhirJson.writeBundle(Golden.map(name)));
        }
        // plans are compiled by whoever comes first: a fresh library, so that this is a race as well
        MappingLibrary fresh = MappingLibrary.open(Path.of("mappings"));
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Boolean>> done = new ArrayList<>();
            for (int thread = 0; thread < 6; thread++) {
                List<String> order = new ArrayList<>();
                for (int round = 0; round < 5; round++) {
                    order.addAll(Golden.cases());
                }
                Collections.shuffle(order, new Random(thread));
                Callable<Boolean> work = () -> {
                    for (String name : order) {
                        Hl7Message message = Golden.message(name);
                        MappingResult result =
                                fresh.plan(message.header(), Golden.PROFILE).apply(message, Golden.PROFILE);
                        assertThat(FhirJson.writeBundle(result)).isEqualTo(alone.get(name));
                    }
                    return true;
                };
                done.add(threads.submit(work));
            }
            for (Future<Boolean> each : done) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anotherProcessInAnotherPlaceWritesTheSameBytes() throws IOException, InterruptedException {
        List<String> files = Golden.cases().stream()
                .map(name -> Golden.FOLDER.resolve(name + ".hl7").toString())
                .toList();

        String kolkata = convert("Asia/Kolkata", "tr", "TR", "ISO-8859-9", files);
        String utc = convert("UTC", "en", "US", "UTF-8", files);

        assertThat(kolkata).hasLineCount(files.size()).isEqualTo(utc);
        for (String name : Golden.cases()) {
            assertThat(utc).contains(FhirJson.writeBundle(Golden.map(name)));
        }
    }

    private static String convert(String zone, String language, String country, String encoding, List<String> files)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=" + zone,
                "-Duser.language=" + language,
                "-Duser.country=" + country,
                "-Dfile.encoding=" + encoding,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Tributary.class.getName(),
                "convert",
                "--zone",
                Golden.PROFILE.zone().getId()));
        command.addAll(files);
        ProcessBuilder process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        process.environment().put("TZ", zone);
        process.environment().put("LC_ALL", language + "_" + country + ".UTF-8");
        Process running = process.start();
        String printed = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor()).isZero();
        return printed;
    }
}
