package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CliTest {

    private final TestTerminal terminal = new TestTerminal();

    @Test
    void helpListsTheVerbs() {
        assertThat(terminal.run("--help")).isEqualTo(ExitCode.GOOD);
        assertThat(terminal.out()).contains("start the engine", "send", "Exit codes: 0 good");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void helpOfAVerbCanBeAskedForInBothWays() {
        assertThat(terminal.run("send", "--help")).isEqualTo(ExitCode.GOOD);
        String one = terminal.out();
        TestTerminal other = new TestTerminal();
        assertThat(other.run("help", "send")).isEqualTo(ExitCode.GOOD);

        assertThat(one)
                .isEqualTo(other.out())
                .contains("--port", "Default: 2575", "${seq}", "Examples:", "--tls-trust")
                .doesNotContain("null");
        assertThat(one.lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void versionIsOneLine() {
        assertThat(terminal.run("--version")).isEqualTo(ExitCode.GOOD);
        assertThat(terminal.out())
                .startsWith("tributary ")
                .contains("(Java " + Runtime.version().feature());
    }

    @Test
    void anUnknownVerbOffersTheNearest() {
        assertThat(terminal.run("sned")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.err()).contains("no verb 'sned': did you mean send");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void anUnknownOptionOffersTheNearest() {
        assertThat(terminal.run("send", "--prot", "2575", "x.hl7")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.err()).contains("--prot", "did you mean --port", "send --help");
    }

    @Test
    void noVerbIsWrongUsage() {
        assertThat(terminal.run()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.err()).contains("usage:");
    }

    @Test
    void optionsAloneAreForTheEngine() {
        assertThat(Cli.isMeant()).isFalse();
        assertThat(Cli.isMeant("--demo")).isFalse();
        assertThat(Cli.isMeant("--server.port=0")).isFalse();
        assertThat(Cli.isMeant("send", "x")).isTrue();
        assertThat(Cli.isMeant("snd")).isTrue();
        assertThat(Cli.isMeant("--help")).isTrue();
        assertThat(Cli.isMeant("-V")).isTrue();
    }
}
