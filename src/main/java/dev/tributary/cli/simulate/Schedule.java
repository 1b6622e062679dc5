package dev.tributary.cli.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All deliveries of many stories by the clock on the wall; those of one story in their own order. */
final class Schedule {

    /**
     * @param story whose it is
     * @param delivery what is sent
     */
    record Entry(int story, Delivery delivery) {}

    private Schedule() {}

    static List<Entry> of(List<Story> stories) {
        List<Entry> all = new ArrayList<>();
        for (Story story : stories) {
            story.deliveries().forEach(delivery -> all.add(new Entry(story.number(), delivery)));
        }
        // stable, and times within a story never go back
        all.sort(Comparator.comparing(entry -> entry.delivery().time()));
        return all;
    }
}
