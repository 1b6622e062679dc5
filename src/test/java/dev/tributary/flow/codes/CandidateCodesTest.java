package dev.tributary.flow.codes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidateCodesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void withoutAFolderASampleIsThereAndTheBestStandsFirst() {
        CandidateCodes codes = new CandidateCodes(folder.resolve("absent"));

        assertThat(codes.size()).isEqualTo(12);
        assertThat(codes.find("Kalium (serum)", "", 5))
                .first()
                .extracting(CandidateCode::code)
                .isEqualTo("S1001-1");
        assertThat(codes.find("haemo", "", 5)).extracting(CandidateCode::code).containsExactly("S1005-2");
        assertThat(codes.find("blood", "10*3/uL", 2))
                .extracting(CandidateCode::unit)
                .containsOnly("10*3/uL");
        assertThat(codes.find("xylophone", "", 5)).isEmpty();
    }

    @Test
    void filesAreReadAnewAndMistakesNameFileAndLine() throws IOException {
        CandidateCodes codes = new CandidateCodes(folder);
        assertThat(codes.size()).isZero();
        Files.writeString(folder.resolve("ours.csv"), """
                system,code,display,unit,words
                http://ours.invalid,A1,Ferritin,ug/L,iron
                http://ours.invalid,,nameless
                """);

        assertThat(codes.find("iron", "", 5)).extracting(CandidateCode::display).containsExactly("Ferritin");
        assertThat(codes.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("config/code-systems/ours.csv");
            assertThat(problem.line()).isEqualTo(3);
        });
    }
}
