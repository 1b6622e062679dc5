package dev.tributary.flow.mappings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.alert.AlertSettings;
import dev.tributary.alert.LiveAlertRules;
import dev.tributary.flow.wire.FeedRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;

/** Lines that people add while the engine runs. */
class AddedCodesTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T08:00:00.123Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private AddedCodes codes;
    private Path file;

    @BeforeEach
    void writesASmallSet() throws IOException {
        write("mappings/messages/any.yaml", "message: ANY\nstructure: MSH\nrows: []\n");
        write("mappings/codes/lab-units.csv", "code,text,system,target_code,target_display,target_system\n");
        LiveMappings live = new LiveMappings(
                folder.resolve("mappings"),
                folder.resolve("config"),
                new FeedRegistry(Map.of()),
                new LiveAlertRules(List.of(), new Binder().bindOrCreate("tributary", AlertSettings.class)),
                CLOCK,
                new SimpleMeterRegistry());
        codes = new AddedCodes(folder.resolve("config"), live, CLOCK);
        file = folder.resolve("config/codes/lab/lab-units.csv");
    }

    @Test
    void aLineIsWrittenWithWhoAndWhen() throws IOException {
        assertThat(codes.add(code("MG,DL", "a \"unit\"", "mg/dL", ""), "eve").isRefused())
                .isFalse();

        assertThat(Files.readString(file)).isEqualTo("""
                        code,text,system,target_code,target_display,target_system,comment,valid_from,valid_until
                        "MG,DL","a ""unit""\",,mg/dL,,http://unitsofmeasure.org,added 2026-03-02T08:00:00Z by eve,,
                        """);
        assertThat(codes.all()).singleElement().satisfies(added -> {
            assertThat(added.code()).isEqualTo("MG,DL");
            assertThat(added.folder()).isEqualTo("lab");
            assertThat(added.table()).isEqualTo("lab-units");
        });
    }

    @Test
    void whatIsReplacedOrRemovedStaysAsHistory() throws IOException {
        codes.add(code("X", "", "mg/dL", "a guess"), "eve");
        codes.add(code("X", "", "mmol/L", "asked the lab"), "adam");

        assertThat(Files.readAllLines(file).subList(1, 3))
                .containsExactly(
                        "# replaced 2026-03-02T08:00:00Z by adam: X,,,mg/dL,,http://unitsofmeasure.org,"
                                + "a guess (added 2026-03-02T08:00:00Z by eve),,",
                        "X,,,mmol/L,,http://unitsofmeasure.org,asked the lab (added 2026-03-02T08:00:00Z by adam),,");
        assertThat(codes.remove("lab", "LabUnits", "Y", "", "eve")).isNull();
        assertThat(codes.remove("lab", "LabUnits", "X", "", "eve")).isNotNull();
        assertThat(codes.all()).isEmpty();
        assertThat(Files.readString(file)).contains("# removed 2026-03-02T08:00:00Z by eve: X,,,mmol/L");
    }

    @Test
    void aLineThatTheSetRefusesIsNotKept() throws IOException {
        codes.add(code("X", "", "mg/dL", ""), "eve");
        String before = Files.readString(file);

        MappingState state =
                codes.add(new NewCode("lab", "LabUnits", "Y", "", "", "L", "", "", "", "tomorrow", ""), "eve");

        assertThat(state.isRefused()).isTrue();
        assertThat(state.problems().toString()).contains("config/codes/lab/lab-units.csv:3");
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void aTableThatDoesNotExistIsToldWithTheNearest() {
        assertThatThrownBy(() -> codes.add(new NewCode("lab", "LabUnit", "Y", "", "", "L", "", "", "", "", ""), "eve"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean lab-units?");
    }

    @Test
    void aFolderThatLeadsElsewhereTouchesNoFileOfTheSet() throws IOException {
        write(
                "mappings/codes/lab/lab-units.csv",
                "code,text,system,target_code,target_display,target_system\nX,,,mg,,\n");
        String before = Files.readString(folder.resolve("mappings/codes/lab/lab-units.csv"));

        assertThatThrownBy(() -> codes.remove("../../mappings/codes/lab", "LabUnits", "X", "", "eve"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as the feed's code-tables name it");
        assertThat(Files.readString(folder.resolve("mappings/codes/lab/lab-units.csv")))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../up|X|folder",
                "lab||code is empty",
                "lab|*|code is empty",
                "lab|#1|comment",
                "lab|a\tb|line break"
            })
    void aValueThatCannotStandIsToldWithItsCure(String sender, String code, String told) {
        assertThatThrownBy(
                        () -> new NewCode(sender, "LabUnits", code == null ? "" : code, "", "", "", "", "", "", "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
    }

    private static NewCode code(String code, String text, String target, String comment) {
        return new NewCode("lab", "LabUnits", code, text, "", target, "", "http://unitsofmeasure.org", comment, "", "");
    }

    private void write(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
