/**
 * Every message we ever received, and what became of it; at the same time the inbound queue.
 *
 * <p>{@link dev.tributary.journal.Journal} puts the parts together. A message enters through {@link
 * dev.tributary.journal.MessageJournal#record}, which answers with a {@link dev.tributary.journal.Receipt} once the
 * bytes are durable; nothing is acknowledged before. Many callers share one commit. The {@link
 * dev.tributary.journal.LaneScheduler} hands each {@link dev.tributary.journal.InboundMessage} to a {@link
 * dev.tributary.journal.MessageProcessor} once all earlier messages of the same patient are done ({@link
 * dev.tributary.journal.LaneKeys}), and the processor ends it by {@link
 * dev.tributary.journal.JournalTransitions#finish} in the transaction that holds its effects: a crash leaves the
 * message QUEUED and without effects.
 *
 * <p>Two axes, never mixed: {@link dev.tributary.journal.MessageState} says whether we processed it, {@link
 * dev.tributary.journal.AckOutcome} what the sender heard ({@link dev.tributary.journal.JournalAcknowledgments}).
 * {@link dev.tributary.journal.FeedCounters} balance at any moment; {@link dev.tributary.journal.MessageSearch} and
 * {@link dev.tributary.journal.MessageActions} are what a person sees and does. A retransmit is known for as long as
 * the first arrival is kept, without a window of time.
 */
@NullMarked
package dev.tributary.journal;

import org.jspecify.annotations.NullMarked;
