package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of src/build that the build runs: what they refuse, and whether they say what to do. */
class BuildProgramsTest {

    @TempDir
    Path folder;

    private record Run(int exit, String output) {}

    private static Run run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "src/build/java/" + program));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private String bill(String library, String licences) throws IOException {
        Path file = folder.resolve("bom.json");
        Files.writeString(
                file,
                "{\"components\":[{\"group\":\"org.example\",\"name\":\"" + library
                        + "\",\"version\":\"1.0\",\"licenses\":[" + licences + "]}]}");
        return file.toString();
    }

    private Run licences(String library, String licences) throws IOException, InterruptedException {
        return run("Licences.java", bill(library, licences), "src/build/licences.txt");
    }

    @Test
    void aLibraryNeedsOneAllowedLicence() throws IOException, InterruptedException {
        assertThat(licences("either", "{\"license\":{\"id\":\"GPL-3.0-only\"}},{\"license\":{\"id\":\"MIT\"}}")
                        .exit())
                .isZero();
        Run refused = licences("closed", "{\"license\":{\"name\":\"Proprietary\"}}");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output())
                .contains("org.example:closed 1.0: offers only Proprietary", "Do without the library");
        assertThat(licences("silent", "").output()).contains("org.example:silent 1.0: names no licence");
    }

    @Test
    void anEmptyBillIsNoBill() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("empty.json"), "{}");
        assertThat(run("Licences.java", file.toString(), "src/build/licences.txt")
                        .exit())
                .isNotZero();
    }

    private Path jar(String name, String content) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("org/example/Lane.class"));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return jar;
    }

    private Run oneJar(Path first, Path second) throws IOException, InterruptedException {
        String path = first + System.getProperty("path.separator") + second;
        return run("OneJar.java", folder.resolve("one.jar").toString(), "org.example.Lane", "0", path);
    }

    @Test
    void twoDifferentClassesOfOneNameMakeNoJar() throws IOException, InterruptedException {
        Path first = jar("first.jar", "one");
        assertThat(oneJar(first, jar("same.jar", "one")).exit()).isZero();
        assertThat(folder.resolve("one.jar")).exists();
        Files.delete(folder.resolve("one.jar"));
        Run refused = oneJar(first, jar("other.jar", "two"));
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.output())
                .contains("first.jar and other.jar differ in org/example/", "Exclude one of the two");
        assertThat(folder.resolve("one.jar")).doesNotExist();
    }
}
