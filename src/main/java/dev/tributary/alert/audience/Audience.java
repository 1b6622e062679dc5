package dev.tributary.alert.audience;

import dev.tributary.alert.Alert;
import dev.tributary.alert.Reach;
import dev.tributary.alert.Surroundings;

/** Finds whom an alert is for. */
public interface Audience {

    /** Knows nobody. */
    Audience NOBODY = (alert, around) -> Reach.UNKNOWN;

    /**
     * @param alert that is about to be raised
     * @param around the record
     * @return unit, persons and panels; nothing is thrown away because somebody is unknown
     */
    Reach of(Alert alert, Surroundings around);
}
