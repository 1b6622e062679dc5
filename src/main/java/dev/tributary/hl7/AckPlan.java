package dev.tributary.hl7;

import java.util.Optional;

/**
 * What the sender hears of a message, and when.
 *
 * @param atReceipt the code to answer with now; empty where the sender asked for silence
 * @param applicationFollows whether an application acknowledgment may follow as a message of its own once the message was
 *     processed; {@link AckPolicy#afterProcessing} says with which code
 */
public record AckPlan(Optional<AckCode> atReceipt, boolean applicationFollows) {}
