package dev.tributary.hl7;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One file in the course of being split. */
final class BatchSplit {

    private static final int NONE = -1;

    private final byte[] bytes;
    private final List<EnvelopeLine> headers = new ArrayList<>();
    private final List<BatchMessage> messages = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private @Nullable EnvelopeLine file;
    private @Nullable EnvelopeLine firstFile;
    private int batchesBeforeFile;
    private boolean batchOpen;
    private boolean batchHasHeader;
    private int inBatch;
    private int messageStart = NONE;
    private int messageEnd = NONE;
    private char separator = '|';

    BatchSplit(byte[] bytes) {
        this.bytes = bytes;
    }

    Batch batch() {
        int from = HeaderPeek.start(bytes);
        while (from < bytes.length) {
            int end = from;
            while (end < bytes.length && bytes[end] != '\r' && bytes[end] != '\n') {
                end++;
            }
            int next = end;
            if (next < bytes.length) {
                next += bytes[next] == '\r' && next + 1 < bytes.length && bytes[next + 1] == '\n' ? 2 : 1;
            }
            if (end > from) {
                line(from, end, next);
            }
            from = next;
        }
        endMessage();
        endBatch("the file ends");
        if (file != null) {
            faults.add(new Fault(FaultCode.BATCH_COUNT, "FHS without FTS: the file may be cut short", "FTS"));
        }
        return new Batch(bytes, firstFile, headers, messages, faults);
    }

    private void line(int from, int end, int next) {
        if (isName(bytes, from, "MSH")) {
            endMessage();
            openBatch();
            messageStart = from;
            messageEnd = next;
        } else if (isName(bytes, from, "BHS")) {
            endMessage();
            endBatch("another BHS comes");
            EnvelopeLine header = EnvelopeLine.of(bytes, from, end, '|');
            separator = header.separator();
            beginBatch(header, true);
        } else if (isName(bytes, from, "FHS")) {
            endMessage();
            endBatch("another FHS comes");
            file = EnvelopeLine.of(bytes, from, end, '|');
            firstFile = firstFile == null ? file : firstFile;
            separator = file.separator();
            batchesBeforeFile = headers.size();
        } else if (isName(bytes, from, "BTS")) {
            endMessage();
            batchTrailer(EnvelopeLine.of(bytes, from, end, separator));
        } else if (isName(bytes, from, "FTS")) {
            endMessage();
            endBatch("FTS comes");
            fileTrailer(EnvelopeLine.of(bytes, from, end, separator));
        } else {
            if (messageStart == NONE) {
                openBatch();
                messageStart = from;
            }
            messageEnd = next;
        }
    }

    private void openBatch() {
        if (!batchOpen) {
            beginBatch(EnvelopeLine.NONE, false);
        }
    }

    private void beginBatch(EnvelopeLine header, boolean hasHeader) {
        headers.add(header);
        batchOpen = true;
        batchHasHeader = hasHeader;
        inBatch = 0;
    }

    private void endMessage() {
        if (messageStart != NONE) {
            inBatch++;
            boolean readable = isName(bytes, messageStart, "MSH");
            messages.add(new BatchMessage(headers.size(), inBatch, messageStart, messageEnd, readable));
            messageStart = NONE;
        }
    }

    private void endBatch(String because) {
        if (batchOpen && batchHasHeader) {
            String detail = "BHS without BTS where " + because + ": the batch may be cut short";
            faults.add(new Fault(FaultCode.BATCH_COUNT, detail, "BTS"));
        }
        batchOpen = false;
    }

    private void batchTrailer(EnvelopeLine trailer) {
        int came = batchOpen ? inBatch : 0;
        batchOpen = false;
        compare(trailer, came, "messages", "BTS-1");
    }

    private void fileTrailer(EnvelopeLine trailer) {
        compare(trailer, headers.size() - batchesBeforeFile, "batches", "FTS-1");
        file = null;
    }

    // BTS-1 and FTS-1 are optional; an absent count promises nothing
    private void compare(EnvelopeLine trailer, int came, String what, String where) {
        String promised = trailer.field(1).strip();
        if (promised.isEmpty() || promised.equals(Integer.toString(came))) {
            return;
        }
        boolean number = promised.length() < 10 && promised.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Integer.parseInt(promised) != came) {
            String detail = where + " promises " + (number ? promised : "what is no number") + ", " + came + " " + what
                    + " came";
            faults.add(new Fault(FaultCode.BATCH_COUNT, detail, where));
        }
    }

    /** @return whether a segment of this name begins at a place */
    static boolean isName(byte[] bytes, int at, String name) {
        if (at + 3 > bytes.length
                || bytes[at] != name.charAt(0)
                || bytes[at + 1] != name.charAt(1)
                || bytes[at + 2] != name.charAt(2)) {
            return false;
        }
        boolean trailer = name.charAt(1) == 'T';
        return at + 3 == bytes.length
                ? trailer
                : Separators.canDelimit((char) (bytes[at + 3] & 0xFF))
                        || (trailer && (bytes[at + 3] == '\r' || bytes[at + 3] == '\n'));
    }
}
