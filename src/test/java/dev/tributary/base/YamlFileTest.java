package dev.tributary.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a user may have saved instead of YAML, and what the engine says of it. */
class YamlFileTest {

    private final Problems problems = new Problems();

    private String told(String text) {
        assertThat(YamlFile.read("mappings/x.yaml", text, problems)).isNull();
        assertThat(problems.all()).hasSize(1);
        return problems.all().get(0).toString();
    }

    @Test
    void anEmptyFileIsNothingAndNoProblem() {
        assertThat(YamlFile.read("mappings/x.yaml", "# nothing\n", problems)).isNull();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void aBracketLeftOpenIsToldWithItsLine() {
        assertThat(told("a: 1\nb: [1, 2\n"))
                .contains("mappings/x.yaml")
                .contains("not YAML")
                .contains("check quotes");
    }

    @Test
    void aControlCharacterIsToldWithItsLine() {
        assertThat(told("a: 1\nb: \0\n"))
                .contains("mappings/x.yaml:2")
                .contains("U+0000")
                .contains("plain text in UTF-8");
    }

    @Test
    void aFileOfManyMegabytesIsRefused() {
        assertThat(told("a: " + "x".repeat(4_000_000))).contains("not readable").contains("split the file");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(told("[".repeat(10_000))).contains("mappings/x.yaml");
    }

    @Test
    void anAliasBombIsNotUnfolded() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(told(bomb.toString())).contains("not readable");
    }
}
