package dev.tributary.cli.simulate;

import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Random;

/** Writes the stories of an invented hospital, each from the seed and its number alone. */
public final class Stories {

    /** MSH-4 of everything, and the authority of all numbers. */
    public static final String HOSPITAL = "SIMHOSP";

    /** When the first day begins, unless it is said otherwise: a fixed date, so that the same seed gives the same bytes. */
    public static final LocalDateTime START = LocalDateTime.of(2026, 3, 2, 0, 0);

    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    private final Facts facts = new Facts();
    private final long seed;
    private final LocalDateTime start;
    private final int days;
    private final Mix mix;
    private final Quirks quirks;

    /**
     * @param seed the same gives the same
     * @param start of the first day
     * @param days over which the patients come
     * @param mix what they come for
     * @param quirks of senders and networks
     */
    public Stories(long seed, LocalDateTime start, int days, Mix mix, Quirks quirks) {
        this.seed = seed;
        this.start = start;
        this.days = days;
        this.mix = mix;
        this.quirks = quirks;
    }

    /**
     * @param number from 1
     * @return what that patient goes through
     */
    public Story story(int number) {
        Random random = new Random(seed * STRIDE + number * 0x632BE59BD9B4E019L);
        String run = Long.toString(seed, Character.MAX_RADIX)
                .toUpperCase(Locale.ROOT)
                .replace('-', 'M');
        String id = run + String.format(Locale.ROOT, "%07d", number);
        Patient patient = new Patient(facts, random, id, random.nextDouble() * 100 < quirks.charset());
        // even the first one of a day comes by the clock on the wall
        LocalDateTime arrival = start.plusSeconds((long) (random.nextDouble() * days * 86_400));
        switch (mix.draw(random)) {
            case 0 -> new EmergencyVisit(facts, random, patient).play(arrival);
            case 1 -> new PlannedStay(facts, random, patient).play(arrival);
            default -> new ClinicVisit(facts, random, patient).play(arrival);
        }
        return new Story(number, new Network(random, quirks).carry(patient.messages()), patient.truth());
    }
}
