package dev.tributary.mapping.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.document.MappingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuideCoverageTest {

    private static final String HEAD = "HL7 v2,,,\nSort Order,Identifier,Name\n";

    @TempDir
    private Path folder;

    @Test
    void findsForEachRowOfTheGuideWhatRunsOrOverrulesIt() throws IOException {
        guide("segments", "QRS[Patient]", """
                1,PID-5,,,,,,,,name[1],,,,,,,
                2,PID-7,,,,,,,,birthDate.reference(X),,,,,,,
                3,PID-8,,,,,,,if it is known,gender,,,,,,,
                4,PID-8,,,,,,,if it is known,gender,,,,,,,
                5,PID-10,,,,,,,,,extension??-colour,,,,,,
                6,PID-31,,,,,,,,,extension??-unknown,,,,,,
                7,PID-24,,,,,,,,multipleBirthBoolean,,,,,,,"/find it out/"
                8,PID-9,,,,,,,,,,,,,,,
                """);
        guide("datatypes", "CX[Identifier]", "1,CX-1,,,,,,,,value,,,,,,,\n");
        guide("messages", "ADT_A01", "1,ADT_A01:follow:PID.ROL,,,,,,,,Patient[1],ROL[Patient],,,,,,\n");
        ours("segments/qrs-patient.yaml", """
                segment: QRS[Patient]
                rows:
                  - {from: PID-5, to: name}
                  - {from: PID-7, to: birthDate(X)}
                  - {from: PID-8, to: gender, ruling: it always is}
                  - {from: PID-10, guide: "extension??-colour", overrule: no such extension}
                  - {from: PID-31, ignore: nobody knows}
                  - {from: PID-24, to: multipleBirthBoolean}
                """);
        ours("datatypes/cx-identifier.yaml", """
                datatype: CX[Identifier]
                rows:
                  - {from: CX.1, to: value}
                """);
        ours("messages/adt-a01.yaml", """
                message: ADT_A01
                rows:
                  - {at: "ROL#2", to: "Patient[1]", use: "ROL[Patient]"}
                """);

        List<GuideRow> rows = GuideFolder.read(folder.resolve("guide"));
        Files.createDirectories(folder.resolve("mappings/guide"));
        Files.writeString(folder.resolve("mappings").resolve(GuideRows.FILE), GuideRows.write(rows));
        MappingFiles files = MappingFiles.in(folder.resolve("mappings"));

        assertThat(GuideRows.read(files)).isEqualTo(rows);
        List<GuideMatch> matches = GuideCoverage.of(rows, files);
        assertThat(matches)
                .extracting(match -> match.row().source() + " " + match.verdict())
                .containsExactly(
                        "ADT_A01:follow:PID.ROL WRITTEN",
                        "PID-5 WRITTEN",
                        "PID-7 WRITTEN",
                        "PID-8 RULED",
                        "PID-8 OPEN",
                        "PID-10 OVERRULED",
                        "PID-31 OVERRULED",
                        "PID-24 OPEN",
                        "CX-1 WRITTEN");
        assertThat(GuideTotals.of(matches).accountedPermille()).isEqualTo(777);
        assertThat(GuidePages.coverage(matches)).contains("| segments | 7 | 2 | 1 | 2 | 2 | 71.4 % |");
        assertThat(GuidePages.deviations(matches, files))
                .contains("| QRS[Patient] | `PID-8/gender` | `gender` (condition left open) | write `gender` |")
                .contains(
                        "| QRS[Patient] | `PID-31` | `extension??-unknown` (extension left open) | leave the value out |");
    }

    private void guide(String kind, String table, String lines) throws IOException {
        Path file = folder.resolve("guide").resolve(kind).resolve("HL7 x - FHIR R4_ " + table + " - Sheet1.csv");
        Files.createDirectories(file.getParent());
        Files.writeString(file, HEAD + lines);
    }

    private void ours(String path, String text) throws IOException {
        Path file = folder.resolve("mappings").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
