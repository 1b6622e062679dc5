package dev.tributary.cli.simulate;

/**
 * What real networks and senders do, in percent.
 *
 * @param charset of patients whose sender writes ISO 8859-1 and says UTF-8, or says nothing
 * @param retransmit of messages that are sent again later, byte for byte, though they were answered
 * @param reorder of those messages that a later one of the same patient may overtake without changing what is true in
 *     the end: an A08 by any ADT, A02 by A02, a report by the next, S12 by S13
 * @param batch of deliveries that wait and go as one batch of up to five
 */
public record Quirks(double charset, double retransmit, double reorder, double batch) {

    /** A sender without fault. */
    public static final Quirks NONE = new Quirks(0, 0, 0, 0);
}
