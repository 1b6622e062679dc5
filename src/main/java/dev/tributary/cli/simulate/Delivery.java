package dev.tributary.cli.simulate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;

/**
 * What goes over the wire in one frame.
 *
 * @param time when it is sent, in the time of the story; later than MSH-7 where the network was slow
 * @param messages one, or those of a batch
 * @param batch whether they go as one batch (BHS, BTS)
 * @param retransmit whether the same bytes were sent before
 */
public record Delivery(LocalDateTime time, List<SimulatedMessage> messages, boolean batch, boolean retransmit) {

    /** @return the content of the frame */
    public byte[] bytes() {
        if (!batch) {
            return messages.get(0).bytes();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        out.writeBytes(line(new SegmentText("BHS")
                .set(2, "^~\\&")
                .set(3, "EHR")
                .set(4, Stories.HOSPITAL)
                .set(5, "TRIBUTARY")
                .set(6, "HUB")
                // when it was put together: a retransmit is the same to the byte
                .set(7, SegmentText.time(messages.get(messages.size() - 1).time()))
                .set(11, "B" + messages.get(0).controlId())));
        messages.forEach(message -> out.writeBytes(message.bytes()));
        out.writeBytes(line(new SegmentText("BTS").set(1, Integer.toString(messages.size()))));
        return out.toByteArray();
    }

    private static byte[] line(SegmentText segment) {
        return (segment + "\r").getBytes(StandardCharsets.US_ASCII);
    }
}
