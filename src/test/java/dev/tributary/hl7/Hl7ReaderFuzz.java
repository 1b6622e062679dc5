package dev.tributary.hl7;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** For a fuzzer: any bytes are read without loss, and their answer names the message it answers. */
public final class Hl7ReaderFuzz {

    private static final AckStamp STAMP = new AckStamp("42", Instant.EPOCH, ZoneOffset.UTC);
    private static final Fault FAULT = new Fault(FaultCode.VALUE_INVALID, "invented by a test", "PID-3");

    private Hl7ReaderFuzz() {}

    /** @param data a message, or anything */
    public static void fuzzerTestOneInput(byte[] data) {
        ReaderLaws.check(data, "input");
        HeaderPeek.of(data).ifPresent(header -> {
            for (AckCode code : AckCode.values()) {
                byte[] bytes = Acknowledgment.answer(header, code, Optional.of(FAULT), STAMP);
                // the echo is by byte: where its own character set cannot write what the sender wrote, nothing can be
                Hl7Message read = Hl7Reader.read(bytes, header.charset());
                if (read.segments("MSA").size() != 1) {
                    throw new AssertionError(
                            "an answer with " + read.segments("MSA").size() + " MSA");
                }
            }
        });
    }
}
