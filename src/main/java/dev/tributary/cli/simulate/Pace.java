package dev.tributary.cli.simulate;

import java.time.Duration;
import java.time.LocalDateTime;

/**
 * When a delivery is due.
 *
 * @param rate deliveries a second; 0 if the stories' own clock counts
 * @param speed seconds of the stories in a second; 0 for at once
 * @param first when the first delivery is sent, by the stories' clock
 */
record Pace(double rate, double speed, LocalDateTime first) {

    /**
     * @param number of the delivery, from 0
     * @param time by the stories' clock
     * @return nanoseconds after the start
     */
    long nanos(int number, LocalDateTime time) {
        if (rate > 0) {
            return (long) (number * 1e9 / rate);
        }
        return speed > 0 ? (long) (Duration.between(first, time).toMillis() * 1e6 / speed) : 0;
    }
}
