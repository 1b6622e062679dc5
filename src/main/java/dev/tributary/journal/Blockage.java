package dev.tributary.journal;

import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Lanes that stand still together, because of one or more messages that are held or fail again and again. */
final class Blockage {

    /** Why: these messages. */
    final Set<Long> blockers = new HashSet<>();
    /** All lanes that wait; those of the blockers, and of whatever waits behind them. */
    final Set<String> keys = new HashSet<>();
    /** What waits; only the numbers, since a lane may wait for days. */
    final NavigableSet<Long> parked = new TreeSet<>();

    void takeOver(Blockage other) {
        blockers.addAll(other.blockers);
        keys.addAll(other.keys);
        parked.addAll(other.parked);
    }
}
