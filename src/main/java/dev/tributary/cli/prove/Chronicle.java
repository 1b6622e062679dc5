package dev.tributary.cli.prove;

import dev.tributary.cli.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened when, for people: printed as it happens and kept for the report. */
final class Chronicle {

    private final Terminal terminal;
    private final long start = System.nanoTime();
    private final List<String> lines = new ArrayList<>();

    Chronicle(Terminal terminal) {
        this.terminal = terminal;
    }

    synchronized void tell(String what) {
        String line = String.format(Locale.ROOT, "%7.1f s  %s", seconds(), what);
        lines.add(line);
        terminal.out().println(line);
        terminal.out().flush();
    }

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
