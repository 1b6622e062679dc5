package dev.tributary.flow.delivery;

import dev.tributary.alert.subscriber.MllpTarget;
import dev.tributary.alert.subscriber.OnNegative;
import dev.tributary.hl7.Answer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends HL7 v2 over MLLP and takes only the acknowledgment that names the message (MSA-2). One connection for each
 * subscriber, kept while it is well: after a time-out or an answer that fits nothing it is closed, so that what comes late
 * can never be taken for the answer to the next message.
 */
final class MllpChannel implements Channel<MllpTarget> {

    /** HL7 table 0008. */
    private static final Set<String> CODES = Set.of("AA", "AE", "AR", "CA", "CE", "CR");

    private final Map<String, MllpLine> lines = new ConcurrentHashMap<>();

    @Override
    public Attempt carry(MllpTarget target, Parcel parcel) {
        try {
            MllpLine line = line(target, parcel.subscriber());
            line.send(parcel.body().bytes());
            Answer answer = line.receive(target.timeout());
            if (answer.controlId().equals(parcel.body().controlId()) && CODES.contains(answer.code())) {
                return judge(target, answer.code());
            }
            // what fits nothing may be followed by more of it
            release(parcel.subscriber());
            return Attempt.again(misfit(answer, parcel.body().controlId()));
        } catch (IOException | GeneralSecurityException e) {
            release(parcel.subscriber());
            return Attempt.again(e.getClass().getSimpleName());
        }
    }

    private static Attempt judge(MllpTarget target, String code) {
        return switch (code) {
            case "AA", "CA" -> Attempt.delivered(code);
            case "AE", "CE" -> negative(code, target.onError());
            default -> negative(code, target.onReject());
        };
    }

    private static String misfit(Answer answer, String controlId) {
        if (answer.controlId().equals(controlId)) {
            return "no-acknowledgment";
        }
        return answer.controlId().isEmpty() ? "answer-names-no-message" : "answer-to-another-message";
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

    /** Closes what is kept open for a subscriber whose deliveries were stopped. */
    void release(String subscriber) {
        MllpLine line = lines.remove(subscriber);
        if (line != null) {
            line.close();
        }
    }
}
