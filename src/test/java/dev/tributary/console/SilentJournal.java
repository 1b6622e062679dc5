package dev.tributary.console;

import dev.tributary.base.Fault;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.MessageJournal;
import dev.tributary.journal.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** A journal that gives no answer: nobody knows what became of a message. */
final class SilentJournal implements MessageJournal {

    @Override
    public CompletionStage<Receipt> record(WireMessage wire, MessageHeader header) {
        return CompletableFuture.failedFuture(new TimeoutException());
    }

    @Override
    public CompletionStage<Receipt> recordRefused(WireMessage wire, Fault why) {
        return CompletableFuture.failedFuture(new TimeoutException());
    }
}
