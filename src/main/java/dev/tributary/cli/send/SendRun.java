package dev.tributary.cli.send;

import dev.tributary.cli.Terminal;
import dev.tributary.cli.WrongInput;
import dev.tributary.hl7.AckPlan;
import dev.tributary.hl7.AckPolicy;
import dev.tributary.hl7.AckVerdict;
import dev.tributary.hl7.Answer;
import dev.tributary.hl7.Batch;
import dev.tributary.hl7.BatchMessage;
import dev.tributary.hl7.MessageHeader;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends messages one after the other, each once the one before is answered, and prints a line for each. */
final class SendRun {

    private final Terminal terminal;
    private final Receiver receiver;
    private final Duration timeout;
    private @Nullable MllpConnection connection;
    private int accepted;
    private int refused;
    private int unanswered;
    private int unasked;

    SendRun(Terminal terminal, Receiver receiver, Duration timeout) {
        this.terminal = terminal;
        this.receiver = receiver;
        this.timeout = timeout;
    }

    /** @return the exit code */
    int run(List<OutgoingMessage> messages) {
        for (OutgoingMessage message : messages) {
            send(message);
        }
        drop();
        terminal.out()
                .printf(
                        "%d sent to %s: %d accepted, %d refused, %d without answer%s%n",
                        messages.size(),
                        receiver,
                        accepted,
                        refused,
                        unanswered,
                        unasked == 0 ? "" : ", " + unasked + " asked for none");
        return SendCommand.exitCode(refused + unanswered);
    }

    private void send(OutgoingMessage message) {
        MllpConnection open = connected();
        long start = System.nanoTime();
        try {
            open.send(message.bytes());
            await(open, message, start);
        } catch (SocketTimeoutException late) {
            // a late answer must not meet the next message
            drop();
            unanswered(message, start, "no answer within " + timeout.toMillis() + " ms");
        } catch (EOFException closed) {
            drop();
            unanswered(message, start, "the receiver closed the connection without an answer");
        } catch (IOException broken) {
            drop();
            unanswered(message, start, "the connection broke before an answer (" + broken.getMessage() + ")");
        }
    }

    private void await(MllpConnection open, OutgoingMessage message, long start) throws IOException {
        MessageHeader header = message.header();
        AckPlan plan = AckPolicy.atReceipt(header, AckVerdict.ACCEPT);
        boolean applicationToo =
                AckPolicy.afterProcessing(header, AckVerdict.ACCEPT).isPresent();
        if (plan.atReceipt().isEmpty() && !applicationToo) {
            unasked++;
            line(message, "-", start, "asks for no answer (MSH-15, MSH-16)");
            return;
        }
        long deadline = start + timeout.toNanos();
        Answer answer = open.receive(header.controlId(), deadline);
        if (Batch.isBatch(answer.bytes())) {
            batch(answer, message, start);
            return;
        }
        answered(message, answer, start);
        if (answer.code().equals("CA") && applicationToo) {
            accepted--;
            answered(message, open.receive(header.controlId(), deadline), start);
        }
    }

    private void batch(Answer answer, OutgoingMessage message, long start) {
        Batch batch = Batch.split(answer.bytes());
        for (BatchMessage part : batch.messages()) {
            answered(message, Answer.of(batch.bytes(part)), start);
        }
    }

    private void answered(OutgoingMessage message, Answer answer, long start) {
        if (answer.isPositive()) {
            accepted++;
        } else {
            refused++;
        }
        String code = answer.code().isEmpty() ? "?" : answer.code();
        String text = answer.code().isEmpty() ? "the answer holds no MSA" : answer.text();
        line(answer.controlId().isEmpty() ? name(message) : answer.controlId(), code, start, message, text);
    }

    private void unanswered(OutgoingMessage message, long start, String why) {
        unanswered++;
        line(message, "none", start, why);
    }

    private void line(OutgoingMessage message, String code, long start, String text) {
        line(name(message), code, start, message, text);
    }

    private void line(String id, String code, long start, OutgoingMessage message, String text) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        String line = String.format(
                "%-20s %-4s %6d ms  %-9s %s", id, code, millis, message.header().type(), text);
        terminal.out().println(line.stripTrailing());
    }

    private static String name(OutgoingMessage message) {
        return message.header().controlId().isEmpty()
                ? message.source()
                : message.header().controlId();
    }

    private MllpConnection connected() {
        try {
            MllpConnection open = connection == null ? receiver.connect() : connection;
            connection = open;
            return open;
        } catch (IOException unreached) {
            throw new WrongInput("no connection to " + receiver + ": " + unreached.getMessage() + " (" + accepted
                    + " accepted before)");
        }
    }

    private void drop() {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException closing) {
                terminal.err().println("closing the connection: " + closing.getMessage());
            }
            connection = null;
        }
    }
}
