package dev.tributary.flow.processing;

import dev.tributary.base.FaultException;
import dev.tributary.flow.wire.ApplicationAcknowledgments;
import dev.tributary.journal.InboundMessage;
import dev.tributary.journal.MessageProcessor;
import java.util.List;

/** Tells the sender what became of a message, where its MSH-16 asks for that. */
final class AnsweringFlow implements MessageProcessor {

    private final MessageProcessor flow;
    private final ApplicationAcknowledgments answers;

    AnsweringFlow(MessageProcessor flow, ApplicationAcknowledgments answers) {
        this.flow = flow;
        this.answers = answers;
    }

    @Override
    public void process(InboundMessage message) {
        try {
            flow.process(message);
        } catch (FaultException e) {
            // what will be tried again has no outcome yet
            if (e.fault().isPermanent()) {
                answers.failed(message, e.fault());
            }
            throw e;
        }
        answers.processed(message);
    }

    @Override
    public int most() {
        return flow.most();
    }

    @Override
    public void processTogether(List<InboundMessage> messages) {
        // what does not work together comes again alone, and only then has an outcome
        flow.processTogether(messages);
        messages.forEach(answers::processed);
    }
}
