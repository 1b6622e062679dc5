package dev.tributary.cli.prove;

import java.util.Locale;

/**
 * One fault of a plan.
 *
 * @param number from 1
 * @param kind what goes wrong
 * @param after how much traffic lies between the fault before, once it is over, and this one: seconds or accepted messages
 * @param millis how long it lasts; of {@link FaultKind#KILL_WHILE_STARTING} how far the start gets
 * @param detail the kill point and its pass, how PostgreSQL is stopped, by how much the clock is wrong; else empty
 */
record PlannedFault(int number, FaultKind kind, double after, long millis, String detail) {

    String line(String unit) {
        String lasting = millis == 0 ? "" : String.format(Locale.ROOT, ", %.1f s", millis / 1e3);
        return String.format(
                        Locale.ROOT,
                        "%4d  after %6.1f %s  %-19s %s%s",
                        number,
                        after,
                        unit,
                        kind.code(),
                        detail,
                        detail.isEmpty() && !lasting.isEmpty() ? lasting.substring(2) : lasting)
                .stripTrailing();
    }
}
