package dev.tributary.mapping.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The structure of a message as HL7 writes it: groups in groups, and places of segments. */
sealed interface Structure {

    /** @return the group it stands in; null for the message itself */
    @Nullable
    Group parent();

    /** @return whether it may repeat */
    boolean repeats();

    /** @return its place among the items of its group, from 0 */
    int number();

    /** @return names of the groups and the segment: {@code PATIENT_RESULT.PATIENT.PID} */
    String path();

    /** A group of segments; the message itself is one. */
    final class Group implements Structure {

        private final @Nullable Group parent;
        private final String name;
        private final boolean repeats;
        private final List<Structure> items = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        // the segments of each of its repetitions: not of a group below that repeats by itself
        private final Set<String> own = new HashSet<>();
        private int number;
        private int labels;

        Group(@Nullable Group parent, String name, boolean repeats) {
            this.parent = parent;
            this.name = name;
            this.repeats = repeats;
        }

        @Override
        public @Nullable Group parent() {
            return parent;
        }

        @Override
        public boolean repeats() {
            return repeats;
        }

        @Override
        public String path() {
            return parent == null || parent.path().isEmpty() ? name : parent.path() + "." + name;
        }

        List<Structure> items() {
            return items;
        }

        @Override
        public int number() {
            return number;
        }

        void add(Structure item) {
            if (item instanceof Group group) {
                group.number = items.size();
            }
            items.add(item);
            if (item instanceof Place place) {
                place.number = items.size() - 1;
                for (Group group = this; group != null; group = group.parent) {
                    group.names.add(place.segment());
                }
                Group each = this;
                while (each != null) {
                    each.own.add(place.segment());
                    each = each.repeats ? null : each.parent;
                }
            }
        }

        /** @return whether the segment has a place in it or below */
        boolean contains(String segment) {
            return names.contains(segment);
        }

        /** @return whether the segment has a place in it that no repeating group below has: OBR in an ORDER, PID in none */
        boolean owns(String segment) {
            return own.contains(segment);
        }

        /** @return whether a group or place stands in it or below */
        boolean holds(Structure other) {
            Group each = other.parent();
            while (each != null && each != this) {
                each = each.parent();
            }
            return each != null;
        }

        /** @return the number of a new label whose resources are one per repetition of this group */
        int newLabel() {
            return labels++;
        }

        int labels() {
            return labels;
        }
    }

    /** The place of a segment. */
    final class Place implements Structure {

        private final Group parent;
        private final String segment;
        private final String path;
        private final boolean repeats;
        private Supplier<List<MessageRow>> compiler = List::of;
        private volatile @Nullable List<MessageRow> rows;
        private int number;
        private int labels;

        Place(Group parent, String segment, String path, boolean repeats) {
            this.parent = parent;
            this.segment = segment;
            this.path = path;
            this.repeats = repeats;
        }

        @Override
        public Group parent() {
            return parent;
        }

        @Override
        public boolean repeats() {
            return repeats;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public int number() {
            return number;
        }

        String segment() {
            return segment;
        }

        /** @return the rows at this place, resolved when the first message has a segment here */
        List<MessageRow> rows() {
            List<MessageRow> known = rows;
            if (known == null) {
                known = compiler.get();
                rows = known;
            }
            return known;
        }

        void resolveBy(Supplier<List<MessageRow>> newCompiler) {
            compiler = newCompiler;
        }

        int newLabel() {
            return labels++;
        }

        int labels() {
            return labels;
        }
    }
}
