package dev.tributary.console;

import java.util.List;

/**
 * One alert as it is drawn.
 *
 * @param open whether it waits for an acknowledgement
 * @param story what happened to it: the evidence
 * @param once the word of each form
 */
public record AlertAccount(
        AlertBoard.Row alert,
        boolean open,
        long message,
        String patient,
        String focus,
        String acknowledged,
        List<Line> story,
        List<DeliveryLine> deliveries,
        String once) {

    /** One line of the story. */
    public record Line(String at, String what, String detail) {}

    /** Its way to one subscriber; {@code canResend} if it is at its end. */
    public record DeliveryLine(
            String subscriber, String state, String at, int attempts, String outcome, boolean canResend) {}
}
