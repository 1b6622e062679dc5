package dev.tributary.cli.simulate;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What happens to messages between the one who wrote them and the one who reads them. */
final class Network {

    private static final int LARGEST_BATCH = 5;

    private final Random random;
    private final Quirks quirks;

    Network(Random random, Quirks quirks) {
        this.random = random;
        this.quirks = quirks;
    }

    /** @return the messages as they are sent: some late, some in batches, some twice */
    List<Delivery> carry(List<SimulatedMessage> written) {
        return again(batched(reordered(written)));
    }

    // only where the later message says all that the earlier one said, or more: what must be true in the end is then
    // the same, and "old never beats new" is put to the test. Before an A01 its A11 would be the cancel of nothing.
    private List<SimulatedMessage> reordered(List<SimulatedMessage> written) {
        List<SimulatedMessage> sent = new ArrayList<>(written);
        for (int i = 0; i + 1 < sent.size(); i++) {
            SimulatedMessage early = sent.get(i);
            SimulatedMessage late = sent.get(i + 1);
            if (mayBeLate(early, late) && happens(quirks.reorder())) {
                sent.set(i, late);
                sent.set(i + 1, early);
                i++;
            }
        }
        return sent;
    }

    private static boolean mayBeLate(SimulatedMessage early, SimulatedMessage late) {
        boolean update = early.type().equals("ADT^A08") && !late.type().equals("ADT^A40");
        boolean moves = early.type().equals("ADT^A02") && late.type().equals("ADT^A02");
        // a correction that comes first silences the alert of what it corrects, rightly
        boolean reports = early.type().equals("ORU^R01") && late.type().equals("ORU^R01") && !late.correction();
        boolean bookings = early.type().equals("SIU^S12") && late.type().equals("SIU^S13");
        return (update || moves || reports || bookings) && early.time().isBefore(late.time());
    }

    private List<Delivery> batched(List<SimulatedMessage> sent) {
        List<Delivery> deliveries = new ArrayList<>();
        int at = 0;
        LocalDateTime time = LocalDateTime.MIN;
        while (at < sent.size()) {
            int left = Math.min(LARGEST_BATCH, sent.size() - at);
            boolean batch = left > 1 && happens(quirks.batch());
            int many = batch ? 2 + random.nextInt(left - 1) : 1;
            List<SimulatedMessage> together = List.copyOf(sent.subList(at, at + many));
            for (SimulatedMessage message : together) {
                time = message.time().isAfter(time) ? message.time() : time;
            }
            deliveries.add(new Delivery(time, together, batch, false));
            at += many;
        }
        return deliveries;
    }

    private List<Delivery> again(List<Delivery> deliveries) {
        List<Delivery> all = new ArrayList<>();
        List<Delivery> waiting = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            all.add(delivery);
            if (!waiting.isEmpty() && random.nextInt(2) == 0) {
                Delivery repeat = waiting.remove(0);
                all.add(new Delivery(delivery.time(), repeat.messages(), repeat.batch(), true));
            }
            if (happens(quirks.retransmit())) {
                waiting.add(delivery);
            }
        }
        for (Delivery repeat : waiting) {
            all.add(new Delivery(all.get(all.size() - 1).time(), repeat.messages(), repeat.batch(), true));
        }
        return all;
    }

    private boolean happens(double percent) {
        return random.nextDouble() * 100 < percent;
    }
}
