package dev.tributary.cli.prove;

import dev.tributary.base.KillPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What will go wrong, and when: a function of its arguments and nothing else. The gaps between faults are traffic, not
 * time on the wall, so that a slow machine gets the same plan.
 *
 * @param faults in order
 * @param unit of {@link PlannedFault#after()}: {@code s} or {@code messages}
 */
record FaultPlan(List<PlannedFault> faults, String unit) {

    private static final int LONGEST_START_MILLIS = 25_000;
    private static final int MOST_PASSES = 150;

    /**
     * @param seed of everything random
     * @param traffic how much of it in all
     * @param unit of it
     * @param kills how many kills, of all three kinds
     * @param others how many of each other kind
     * @param kinds the other kinds
     */
    static FaultPlan of(long seed, double traffic, String unit, int kills, int others, List<FaultKind> kinds) {
        Random random = new Random(seed ^ 0x70726F7665L);
        List<FaultKind> order = new ArrayList<>();
        for (int i = 0; i < kills; i++) {
            // every second kill between two steps, every eighth in the middle of a start
            order.add(
                    i % 8 == 7 ? FaultKind.KILL_WHILE_STARTING : i % 2 == 0 ? FaultKind.KILL : FaultKind.KILL_AT_POINT);
        }
        for (FaultKind kind : kinds) {
            order.addAll(Collections.nCopies(others, kind));
        }
        Collections.shuffle(order, random);
        List<Double> gaps = gaps(order.size(), traffic, random);
        List<PlannedFault> faults = new ArrayList<>();
        int points = random.nextInt(KillPoint.values().length);
        for (FaultKind kind : order) {
            // in turn, so that few kills still meet many points
            String point = KillPoint.values()[(points + faults.size()) % KillPoint.values().length].name();
            faults.add(fault(faults.size() + 1, kind, gaps.get(faults.size()), point, random));
        }
        return new FaultPlan(List.copyOf(faults), unit);
    }

    // they sum up to a little less than the traffic, so that some flows after the last fault
    private static List<Double> gaps(int many, double traffic, Random random) {
        List<Double> gaps = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < many; i++) {
            gaps.add(0.5 + random.nextDouble());
            sum += gaps.get(i);
        }
        double factor = traffic * 0.95 / Math.max(sum, 0.5);
        gaps.replaceAll(gap -> gap * factor);
        return gaps;
    }

    private static PlannedFault fault(int number, FaultKind kind, double after, String point, Random random) {
        return switch (kind) {
            case KILL_AT_POINT ->
                new PlannedFault(number, kind, after, 0, point + ":" + (1 + random.nextInt(MOST_PASSES)));
            case KILL_WHILE_STARTING ->
                new PlannedFault(number, kind, after, 1_000 + random.nextInt(LONGEST_START_MILLIS), "");
            case DATABASE_STOP ->
                new PlannedFault(
                        number,
                        kind,
                        after,
                        2_000 + random.nextInt(6_000),
                        random.nextBoolean() ? "fast" : "immediate");
            case CLOCK_JUMP ->
                new PlannedFault(number, kind, after, 0, "PT" + (random.nextInt(2 * 86_400) - 86_400) + "S");
            case DATABASE_FROZEN, DISK_FULL, BROKER_KILL ->
                new PlannedFault(number, kind, after, 3_000 + random.nextInt(9_000), "");
            case SUBSCRIBER_DOWN, SUBSCRIBER_SLOW, SUBSCRIBER_LYING ->
                new PlannedFault(number, kind, after, 5_000 + random.nextInt(10_000), "");
            default -> new PlannedFault(number, kind, after, 0, "");
        };
    }

    /** @return a line a fault */
    String text() {
        StringBuilder text = new StringBuilder();
        faults.forEach(fault -> text.append(fault.line(unit)).append('\n'));
        return text.toString();
    }
}
