package dev.tributary.hl7;

import dev.tributary.base.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A batch answer in the course of being written. Envelope lines are 8859/1, which gives echoed bytes back as they came. */
final class BatchAnswer {

    private final AckStamp stamp;
    private int faults;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

    BatchAnswer(AckStamp stamp) {
        this.stamp = stamp;
    }

    void header(String name, EnvelopeLine original, String suffix) {
        String time = Acknowledgment.TIMESTAMP.format(stamp.at().atZone(stamp.zone()));
        String[] fields = {
            original.field(2),
            original.field(5),
            original.field(6),
            original.field(3),
            original.field(4),
            time,
            "",
            "",
            "",
            stamp.controlId() + "-" + suffix,
            original.field(11)
        };
        write(name + original.separator() + String.join(String.valueOf(original.separator()), fields) + "\r");
    }

    void message(byte[] acknowledgment) {
        out.writeBytes(acknowledgment);
    }

    /** Tells what is wrong with the batch or file itself, as an acknowledgment of its header. */
    void fault(EnvelopeLine original, Fault why) {
        faults++;
        MessageHeader header = new MessageHeader(
                Separators.declared(original.separator(), original.field(2)),
                original.field(3),
                original.field(4),
                original.field(5),
                original.field(6),
                original.field(7),
                "",
                "",
                "",
                original.field(11),
                "",
                "",
                "",
                "",
                List.of(),
                StandardCharsets.ISO_8859_1);
        AckStamp own = new AckStamp(stamp.controlId() + "-E" + faults, stamp.at(), stamp.zone());
        out.writeBytes(Acknowledgment.answer(header, AckCode.AE, Optional.of(why), own));
    }

    void trailer(String name, EnvelopeLine original, int count) {
        write(name + original.separator() + count + "\r");
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private void write(String line) {
        out.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
    }
}
