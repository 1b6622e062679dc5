package dev.tributary.hl7;

import dev.tributary.base.Fault;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of messages: FHS, BHS, BTS and FTS around them (HL7 v2.5.1 §2.10.3), or only some of these, or none. Headers
 * and trailers that are left out are no hindrance; what is neither header, trailer nor message is kept as an unreadable
 * message. No byte but those of headers, trailers and empty lines is outside a message.
 */
public final class Batch {

    private final byte[] bytes;
    private final @Nullable EnvelopeLine file;
    private final List<EnvelopeLine> headers;
    private final List<BatchMessage> messages;
    private final List<Fault> faults;

    Batch(
            byte[] bytes,
            @Nullable EnvelopeLine file,
            List<EnvelopeLine> headers,
            List<BatchMessage> messages,
            List<Fault> faults) {
        this.bytes = bytes;
        this.file = file;
        this.headers = List.copyOf(headers);
        this.messages = List.copyOf(messages);
        this.faults = List.copyOf(faults);
    }

    /** @return whether the bytes begin with FHS or BHS, so that the sender expects a batch answer */
    public static boolean isBatch(byte[] bytes) {
        int at = HeaderPeek.start(bytes);
        return BatchSplit.isName(bytes, at, "FHS") || BatchSplit.isName(bytes, at, "BHS");
    }

    /**
     * @param bytes of a file, a frame or a request; not changed
     * @return its messages; one, if it is a plain message
     */
    public static Batch split(byte[] bytes) {
        return new BatchSplit(bytes).batch();
    }

    /** @return the messages in order */
    public List<BatchMessage> messages() {
        return messages;
    }

    /** @return a copy of a message's bytes */
    public byte[] bytes(BatchMessage message) {
        return Arrays.copyOfRange(bytes, message.start(), message.end());
    }

    /** @return counts in BTS-1 and FTS-1 that are not what came, and trailers that are missing: cut short on the way? */
    public List<Fault> faults() {
        return faults;
    }

    /**
     * The batch answer: the acknowledgments in the envelope of the original, sender and receiver changed, each BHS-12 and
     * FHS-12 naming the BHS-11 and FHS-11 it answers. What is wrong with the batch itself ({@link #faults()}) is told by an
     * acknowledgment more for each, at the end of the last batch: AE with ERR, its MSA-2 the BHS-11 or FHS-11.
     *
     * @param acknowledgments one for each of {@link #messages()}, in order; an empty array where a sender asked for none
     * @param stamp whose control id begins BHS-11 and FHS-11
     * @return the whole answer; an unanswered batch still has its BHS and BTS, with a count of 0
     * @throws IllegalArgumentException if there are more or fewer acknowledgments than messages
     */
    public byte[] answer(List<byte[]> acknowledgments, AckStamp stamp) {
        if (acknowledgments.size() != messages.size()) {
            throw new IllegalArgumentException(
                    acknowledgments.size() + " acknowledgments for " + messages.size() + " messages");
        }
        BatchAnswer answer = new BatchAnswer(stamp);
        if (file != null) {
            answer.header("FHS", file, "F");
        }
        if (headers.isEmpty()) {
            faults.forEach(fault -> answer.fault(file == null ? EnvelopeLine.NONE : file, fault));
        }
        for (int batch = 1; batch <= headers.size(); batch++) {
            EnvelopeLine header = headers.get(batch - 1);
            answer.header("BHS", header, "B" + batch);
            int count = 0;
            for (int i = 0; i < messages.size(); i++) {
                if (messages.get(i).batch() == batch && acknowledgments.get(i).length > 0) {
                    answer.message(acknowledgments.get(i));
                    count++;
                }
            }
            if (batch == headers.size()) {
                for (Fault fault : faults) {
                    answer.fault(fault.where().startsWith("F") && file != null ? file : header, fault);
                    count++;
                }
            }
            answer.trailer("BTS", header, count);
        }
        if (file != null) {
            answer.trailer("FTS", file, headers.size());
        }
        return answer.bytes();
    }
}
