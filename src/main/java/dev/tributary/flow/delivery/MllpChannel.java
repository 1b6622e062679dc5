package dev.tributary.flow.delivery;

import dev.tributary.alert.subscriber.MllpTarget;
import dev.tributary.alert.subscriber.OnNegative;
import dev.tributary.hl7.Answer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends HL7 v2 over MLLP and takes only the acknowledgment that names the message (MSA-2). One connection for each
 * subscriber, kept while it is well: after a time-out or an answer that fits nothing it is closed, so that what comes late
 * can never be taken for the answer to the next message.
 */
final class MllpChannel implements Channel<MllpTarget> {

    private final Map<String, MllpLine> lines = new ConcurrentHashMap<>();

    @Override
    public Attempt carry(MllpTarget target, Parcel parcel) {
        try {
            MllpLine line = line(target, parcel.subscriber());
            line.send(parcel.body().bytes());
            Attempt attempt =
                    judge(target, line.receive(target.timeout()), parcel.body().controlId());
            if (!attempt.detail().startsWith("A") && !attempt.detail().startsWith("C")) {
                release(parcel.subscriber());
            }
            return attempt;
        } catch (IOException | GeneralSecurityException e) {
            release(parcel.subscriber());
            return Attempt.again(e.getClass().getSimpleName());
        }
    }

    private static Attempt judge(MllpTarget target, Answer answer, String controlId) {
        if (!answer.controlId().equals(controlId)) {
            return Attempt.again(
                    answer.controlId().isEmpty() ? "answer-names-no-message" : "answer-to-another-message");
        }
        return switch (answer.code()) {
            case "AA", "CA" -> Attempt.delivered(answer.code());
            case "AE", "CE" -> negative(answer.code(), target.onError());
            case "AR", "CR" -> negative(answer.code(), target.onReject());
            default -> Attempt.again("no-acknowledgment");
        };
    }

    private static Attempt negative(String code, OnNegative then) {
        return then == OnNegative.RETRY ? Attempt.again(code) : Attempt.refused(code);
    }

    private MllpLine line(MllpTarget target, String subscriber) throws IOException, GeneralSecurityException {
        MllpLine open = lines.get(subscriber);
        if (open != null && open.isQuiet()) {
            return open;
        }
        release(subscriber);
        MllpLine fresh = MllpLine.open(target);
        lines.put(subscriber, fresh);
        return fresh;
    }

    @Override
    public void release(String subscriber) {
        MllpLine line = lines.remove(subscriber);
        if (line != null) {
            line.close();
        }
    }
}
