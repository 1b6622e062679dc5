package dev.tributary.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** A terminal that remembers what was printed. */
public final class TestTerminal {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** @return the exit code of a command line */
    public int run(String... args) {
        Clock clock = Clock.fixed(Instant.parse("2026-03-02T08:00:00Z"), ZoneOffset.UTC);
        return new Cli(new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), clock)).run(args);
    }

    /** @return what was printed to standard output */
    public String out() {
        return out.toString();
    }

    /** @return what was printed to standard error */
    public String err() {
        return err.toString();
    }
}
