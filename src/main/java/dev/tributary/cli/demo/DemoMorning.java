package dev.tributary.cli.demo;

import dev.tributary.cli.send.MllpConnection;
import dev.tributary.cli.send.Receiver;
import dev.tributary.hl7.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Plays {@code demo/morning.txt} against a running engine and says after each step what it answered. */
public final class DemoMorning {

    private static final String SCRIPT = "demo/morning.txt";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Long enough for a reader, and for the pager of one step to be printed before the next. */
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(1_500);

    private final Receiver engine;
    private final String httpAddress;
    private final PrintStream out;
    private final Clock clock;

    /**
     * @param engine its MLLP port
     * @param httpAddress {@code http://127.0.0.1:8080}
     * @param out where the story is told
     * @param clock gives the day the morning belongs to
     */
    public DemoMorning(Receiver engine, String httpAddress, PrintStream out, Clock clock) {
        this.engine = engine;
        this.httpAddress = httpAddress;
        this.out = out;
        this.clock = clock;
    }

    /**
     * @return how many messages were accepted
     * @throws InterruptedException if the engine is stopped meanwhile
     */
    public int play() throws InterruptedException {
        ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
        String day = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).format(now);
        String run = "DEMO" + DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT).format(now);
        List<DemoStep> steps = DemoStep.read(script(), day, run);
        out.println();
        out.println("  A morning at the invented Lindenau Hospital: " + steps.size()
                + " messages over the real MLLP port.");
        out.println();
        int accepted = 0;
        try (MllpConnection connection = engine.connect()) {
            for (DemoStep step : steps) {
                accepted += play(step, connection) ? 1 : 0;
                TimeUnit.MILLISECONDS.sleep(BETWEEN_STEPS.toMillis());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        end(accepted, steps.size());
        return accepted;
    }

    private boolean play(DemoStep step, MllpConnection connection) throws IOException {
        long sent = System.nanoTime();
        connection.send(step.message());
        Answer answer = connection.receive(step.controlId(), sent + PATIENCE.toNanos());
        out.println("  " + step.time() + "  " + step.what());
        out.println("         answer " + answer.code() + " to " + step.controlId() + " after "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent) + " ms");
        return answer.isPositive();
    }

    private void end(int accepted, int all) {
        out.println();
        out.println("  Accepted " + accepted + " of " + all + ". Now look (user admin):");
        out.println();
        out.println("  patients        " + httpAddress + "/fhir/Patient");
        out.println("  the potassium   " + httpAddress + "/fhir/Observation?code=2823-3");
        out.println("  the merge       " + httpAddress + "/fhir/Patient?identifier=10003");
        out.println("  messages        " + httpAddress + "/api/messages");
        out.println("  alerts          " + httpAddress + "/api/alerts");
        out.println("  counters        " + httpAddress + "/api/feeds");
        out.println("  routes          " + httpAddress + "/actuator/hawtio");
        out.println();
        out.println("  The engine goes on; stop it with Ctrl-C. The demo's data stay apart from yours.");
        out.println();
    }

    private static String script() {
        try (InputStream in = DemoMorning.class.getClassLoader().getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException(SCRIPT + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
