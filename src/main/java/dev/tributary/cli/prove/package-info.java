/**
 * {@code prove}: an engine of its own under real traffic and faults, and four ledgers that must agree in the end.
 *
 * <p>{@link dev.tributary.cli.prove.FaultPlan} says from the seed what will go wrong. {@link
 * dev.tributary.cli.prove.EngineUnderTest} is the same jar in a second JVM; {@link dev.tributary.cli.prove.Senders} send
 * the stories of {@code simulate} and write down every answer in the {@link dev.tributary.cli.prove.SenderLedger}; {@link
 * dev.tributary.cli.prove.SubscriberDesk} takes the alerts; the {@link dev.tributary.cli.prove.Director} injects the
 * faults. Then {@link dev.tributary.cli.prove.JournalCheck}, {@link dev.tributary.cli.prove.RecordCheck} and {@link
 * dev.tributary.cli.prove.InboxCheck} compare what each of them says, and each {@link
 * dev.tributary.cli.prove.Discrepancy} is written into the {@link dev.tributary.cli.prove.ProofFolder}.
 *
 * <p>Nothing here looks into the engine: it is judged by what it says over MLLP, {@code /api}, {@code /fhir} and HTTP.
 */
@NullMarked
package dev.tributary.cli.prove;

import org.jspecify.annotations.NullMarked;
