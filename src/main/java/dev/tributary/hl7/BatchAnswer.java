package dev.tributary.hl7;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A batch answer in the course of being written. Envelope lines are 8859/1, which gives echoed bytes back as they came. */
final class BatchAnswer {

    private final AckStamp stamp;
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
