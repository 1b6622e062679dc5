package dev.tributary.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.TestTerminal;
import org.junit.jupiter.api.Test;

class CheckCommandTest {

    @Test
    void whatTheProjectShipsIsWell() {
        TestTerminal terminal = new TestTerminal();
        assertThat(terminal.run("check")).as(terminal.out()).isZero();
        assertThat(terminal.out()).contains("all is well");
    }
}
