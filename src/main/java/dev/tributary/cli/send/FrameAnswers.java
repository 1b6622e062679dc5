package dev.tributary.cli.send;

import dev.tributary.hl7.Answer;
import dev.tributary.hl7.Batch;
import java.util.List;

/** The answers in one frame: one, or those of a batch. */
public final class FrameAnswers {

    private FrameAnswers() {}

    /**
     * @param answer as it was received
     * @return each acknowledgment in it, in order
     */
    public static List<Answer> of(Answer answer) {
        if (!Batch.isBatch(answer.bytes())) {
            return List.of(answer);
        }
        Batch batch = Batch.split(answer.bytes());
        return batch.messages().stream()
                .map(part -> Answer.of(batch.bytes(part)))
                .toList();
    }
}
