package dev.tributary.cli.prove;

import dev.tributary.cli.simulate.SimulatedMessage;
import dev.tributary.cli.simulate.Story;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the senders sent and what they were told: their own book, which nobody else writes in. */
final class SenderLedger {

    /** One message, as its sender knows it. */
    static final class Line {
        private final int story;
        private final int place;
        private final SimulatedMessage message;
        private int sent;
        private final Map<String, Integer> answers = new TreeMap<>();
        private boolean accepted;

        private Line(int story, int place, SimulatedMessage message) {
            this.story = story;
            this.place = place;
            this.message = message;
        }

        int story() {
            return story;
        }

        /** @return its place among the messages of its story, in the order in which they were first sent */
        int place() {
            return place;
        }

        SimulatedMessage message() {
            return message;
        }

        /** @return how many frames held it */
        synchronized int sent() {
            return sent;
        }

        /** @return how often each MSA-1, or {@code none}, came */
        synchronized Map<String, Integer> answers() {
            return new TreeMap<>(answers);
        }

        /** @return whether a positive answer is held for it */
        synchronized boolean accepted() {
            return accepted;
        }

        synchronized void wasSent() {
            sent++;
        }

        synchronized void answered(String code) {
            answers.merge(code, 1, Integer::sum);
            accepted |= code.equals("AA") || code.equals("CA");
        }
    }

    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final List<Story> stories = new ArrayList<>();
    private final AtomicLong acceptedMessages = new AtomicLong();

    /** Takes a story up, before its first message is sent. */
    synchronized void open(Story story) {
        stories.add(story);
        int place = 0;
        for (var delivery : story.deliveries()) {
            if (!delivery.retransmit()) {
                for (SimulatedMessage message : delivery.messages()) {
                    lines.put(message.controlId(), new Line(story.number(), place++, message));
                }
            }
        }
    }

    synchronized Line line(SimulatedMessage message) {
        Line line = lines.get(message.controlId());
        if (line == null) {
            throw new IllegalStateException("a story that was never opened");
        }
        return line;
    }

    /** @return every message of every story that was begun */
    synchronized List<Line> lines() {
        return new ArrayList<>(lines.values());
    }

    /** @return every story that was begun */
    synchronized List<Story> stories() {
        return new ArrayList<>(stories);
    }

    void countAccepted() {
        acceptedMessages.incrementAndGet();
    }

    /** @return how many different messages have a positive answer */
    long accepted() {
        return acceptedMessages.get();
    }
}
