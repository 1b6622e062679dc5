package dev.tributary.cli.simulate;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is simulated; {@code simulate} and {@code prove} share them. */
public final class SimulationOptions {

    private static final int FULL = 100;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same bytes. Default: 1.")
    private long seed = 1;

    @Option(
            names = "--mix",
            paramLabel = "PARTS",
            description = "What patients come for. Default: emergency=45,inpatient=15,outpatient=40.")
    private @Nullable String mix;

    @Option(
            names = "--charset-lies",
            paramLabel = "PERCENT",
            description = "Of patients: their sender writes 8859/1, and MSH-18 says UTF-8 or nothing.")
    private @Nullable Double charset;

    @Option(
            names = "--retransmits",
            paramLabel = "PERCENT",
            description = "Of deliveries: sent again later, byte for byte.")
    private @Nullable Double retransmit;

    @Option(
            names = "--reorders",
            paramLabel = "PERCENT",
            description = {
                "Of messages that a later one of the patient may overtake without changing the",
                "truth (an A08, an A02 by an A02, a report, a booking): it does."
            })
    private @Nullable Double reorder;

    @Option(
            names = "--batches",
            paramLabel = "PERCENT",
            description = "Of deliveries: wait and go as one batch (BHS, BTS) of up to five.")
    private @Nullable Double batch;

    /** @return as given, or 1 */
    public long seed() {
        return seed;
    }

    /** @return what patients come for */
    public Mix mix() {
        return mix == null ? Mix.USUAL : Mix.of(mix);
    }

    /**
     * @param usual what holds where an option is not given
     * @return what goes wrong on the way
     */
    public Quirks quirks(Quirks usual) {
        return new Quirks(
                charset == null ? usual.charset() : charset,
                retransmit == null ? usual.retransmit() : retransmit,
                reorder == null ? usual.reorder() : reorder,
                batch == null ? usual.batch() : batch);
    }

    /** @return what is wrong with the options, if something is */
    public Optional<String> wrongUsage() {
        try {
            mix();
        } catch (IllegalArgumentException wrong) {
            return Optional.of("--mix: " + wrong.getMessage());
        }
        Quirks given = quirks(Quirks.NONE);
        return isPercent(given.charset())
                        && isPercent(given.retransmit())
                        && isPercent(given.reorder())
                        && isPercent(given.batch())
                ? Optional.empty()
                : Optional.of("--charset-lies, --retransmits, --reorders and --batches are percentages from 0 to 100");
    }

    private static boolean isPercent(double number) {
        return number >= 0 && number <= FULL;
    }
}
