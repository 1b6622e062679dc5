package dev.tributary.record;

import java.util.Collection;
import java.util.Map;

/** Remembers when facts were stated. */
public interface FactTimes {

    /**
     * @param references {@code Type/id}, each at most once
     * @return the times of those that are known
     */
    Map<String, FactTime> of(Collection<String> references);

    /** Stores times, replacing those of the same references. Joins the caller's transaction. */
    void remember(Map<String, FactTime> times);
}
