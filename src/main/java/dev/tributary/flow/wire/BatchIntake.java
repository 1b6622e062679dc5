package dev.tributary.flow.wire;

import dev.tributary.base.Fault;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.Batch;
import dev.tributary.hl7.BatchMessage;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.AckOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Files of messages (HL7 v2.5.1 §2.10.3): every message is journaled and answered on its own, and the answers go back as
 * one batch. A count that does not fit is kept as a refused row of its own and told in the answer: a message was lost on
 * its way to us, and nobody else will say so.
 *
 * @param single takes one message
 * @param refusal keeps what shows that the batch is not whole
 */
record BatchIntake(Function<WireMessage, CompletionStage<Answer>> single, Refusal refusal) {

    /** What is kept of a batch that is not whole: its beginning, as its messages are in the journal already. */
    private static final int KEPT_OF_BATCH = 64 * 1024;

    /** Keeps bytes as refused. */
    interface Refusal {
        CompletionStage<Answer> keep(WireMessage wire, Fault why);
    }

    CompletionStage<Answer> accept(FeedDesk desk, WireMessage wire, Batch batch) {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (BatchMessage message : batch.messages()) {
            WireMessage part = new WireMessage(batch.bytes(message), wire.feed(), wire.remote(), wire.receivedAt());
            answers.add(single.apply(part).toCompletableFuture());
        }
        List<CompletableFuture<Answer>> all = new ArrayList<>(answers);
        for (Fault fault : batch.faults()) {
            byte[] beginning = Arrays.copyOf(wire.bytes(), Math.min(wire.bytes().length, KEPT_OF_BATCH));
            all.add(refusal.keep(new WireMessage(beginning, wire.feed(), wire.remote(), wire.receivedAt()), fault)
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> together(
                        desk,
                        batch,
                        answers.stream().map(CompletableFuture::join).toList()));
    }

    private static Answer together(FeedDesk desk, Batch batch, List<Answer> answers) {
        Map<MessageId, AckOutcome> heard = new HashMap<>();
        answers.forEach(answer -> heard.putAll(answer.heard()));
        Fault why = worst(batch, answers);
        String code = answers.stream()
                .filter(answer -> !answer.isPositive())
                .map(Answer::code)
                .findFirst()
                .orElse(why == null ? "AA" : why.code().acknowledgmentCode());
        byte[] bytes = batch.answer(
                answers.stream().map(Answer::bytes).toList(), desk.answers().stamp());
        return new Answer(bytes, code, why, heard);
    }

    private static @Nullable Fault worst(Batch batch, List<Answer> answers) {
        for (Answer answer : answers) {
            if (answer.why() != null) {
                return answer.why();
            }
        }
        return batch.faults().isEmpty() ? null : batch.faults().get(0);
    }
}
