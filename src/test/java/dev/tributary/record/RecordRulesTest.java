package dev.tributary.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.base.Problem;
import dev.tributary.base.Problems;
import dev.tributary.base.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables in mappings/record/: as shipped they load, and every mistake is told with its line, all at once. */
class RecordRulesTest {

    private static final String NO_TIMELINE = "order: []\nended: []\ntriggers: {}\n";

    @Test
    void theShippedTablesLoad() {
        RecordRules rules = RecordRules.load(Path.of("."));
        assertThat(rules.of("Patient").element("identifier").by()).containsExactly("system", "value");
        assertThat(rules.of("Patient").element("address").merge()).isEqualTo(ElementRule.Merge.REPLACE);
        assertThat(rules.of("Immunization").owner()).isEqualTo(ResourceRule.Owner.SENDER);
        assertThat(rules.timeline().of("A13").step()).isEqualTo(TimelineRules.Step.UNDO);
        assertThat(rules.timeline().of("A08").step()).isEqualTo(TimelineRules.Step.KEEP);
    }

    @Test
    void whatAFolderLacksComesFromTheJar(@TempDir Path folder) {
        assertThat(RecordRules.load(folder).of("Patient").owner()).isEqualTo(ResourceRule.Owner.FEED);
    }

    @Test
    void aSitesOwnFileIsTaken(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(RecordRules.ELEMENTS);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "resources:\n  Patient: {owner: sender}\n");
        assertThat(RecordRules.load(folder).of("Patient").owner()).isEqualTo(ResourceRule.Owner.SENDER);
    }

    @Test
    void everyMistakeIsToldAtOnceWithItsLine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(RecordRules.ELEMENTS);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "resources:\n  Patiant: {owner: feed}\n");
        Files.writeString(folder.resolve(RecordRules.TIMELINE), "order: [planed]\ntriggers: {}\n");
        assertThatThrownBy(() -> RecordRules.load(folder))
                .isInstanceOfSatisfying(ProblemsException.class, failure -> assertThat(failure.problems())
                        .extracting(Problem::file)
                        .containsExactly(RecordRules.ELEMENTS, RecordRules.TIMELINE));
    }

    @Test
    void mistakesOfElements() {
        assertThat(problems("""
                        resources:
                          Patient:
                            owner: fed
                            elements:
                              adress: {merge: replace}
                              identifier: {merge: union}
                              name: {merge: overwrite}
                              telecom: {merge: replace, with: telcom}
                              photo: {}
                          Encounter:
                            elements: []
                          Coverage: {owner: feed, own: feed}
                        fill-only: []
                        """, NO_TIMELINE))
                .containsExactly(
                        "mappings/record/elements.yaml:3: owner 'fed' is unknown (one of feed, sender, master)",
                        "mappings/record/elements.yaml:5: there is no element 'adress' (did you mean address?)",
                        "mappings/record/elements.yaml:6: union needs 'by' (name the parts that make an item the same,"
                                + " as by: [system, value])",
                        "mappings/record/elements.yaml:7: merge 'overwrite' is unknown (one of replace, union, groups,"
                                + " parts, fill, never, timeline)",
                        "mappings/record/elements.yaml:8: there is no element 'telcom' (did you mean telecom or text?)",
                        "mappings/record/elements.yaml:9: 'merge' is missing (one of replace, union, groups, parts, fill,"
                                + " never,"
                                + " timeline)",
                        "mappings/record/elements.yaml:11: here belongs a map of names",
                        "mappings/record/elements.yaml:11: 'owner' is missing (one of feed, sender, master)",
                        "mappings/record/elements.yaml:12: 'own' is unknown here (did you mean owner?)",
                        "mappings/record/elements.yaml:13: 'fill-only' is unknown here");
    }

    @Test
    void mistakesOfTheTimeline() {
        assertThat(problems("resources: {}\n", """
                        order: [planned]
                        ended: [finishd]
                        triggers:
                          A3: {end: finished}
                          A01: {begin: inprogress, location: moved}
                          A02: {reach: in-progress, end: finished}
                          A04: {start: arrived}
                          A13: {undo: finished, from: [planned]}
                          A25: {discharge: undone}
                        """))
                .containsExactly(
                        "mappings/record/encounter-timeline.yaml:2: 'finishd' is no Encounter status of R4 (did you mean"
                                + " finished?)",
                        "mappings/record/encounter-timeline.yaml:4: 'A3' is no trigger (as MSH-9.2 names it: A02)",
                        "mappings/record/encounter-timeline.yaml:5: 'inprogress' is no Encounter status of R4 (did you"
                                + " mean in-progress?)",
                        "mappings/record/encounter-timeline.yaml:5: location 'moved' is unknown (did you mean move?)",
                        "mappings/record/encounter-timeline.yaml:6: a trigger does one thing to the status (keep one of"
                                + " the words)",
                        "mappings/record/encounter-timeline.yaml:7: 'start' is unknown here (did you mean turn?)",
                        "mappings/record/encounter-timeline.yaml:8: 'from' belongs to a cancel (as {cancel: cancelled,"
                                + " from: [planned]})",
                        "mappings/record/encounter-timeline.yaml:9: discharge 'undone' is unknown (undo)");
    }

    @Test
    void whatIsNoYamlIsToldWithItsLine() {
        assertThat(problems("resources:\n  Patient: {owner: feed\n", NO_TIMELINE))
                .singleElement()
                .asString()
                .startsWith("mappings/record/elements.yaml:3: ");
    }

    private static List<String> problems(String elements, String timeline) {
        Problems problems = new Problems();
        RecordRules.parse(elements, timeline, problems);
        return problems.all().stream().map(Problem::toString).toList();
    }
}
