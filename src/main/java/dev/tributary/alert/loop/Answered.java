package dev.tributary.alert.loop;

import dev.tributary.alert.AlertState;

/** What became of an acknowledgement. */
public sealed interface Answered {

    /** @return one sentence for whoever answered */
    String words();

    /** The alert is closed by it. */
    record Accepted() implements Answered {
        @Override
        public String words() {
            return "acknowledged";
        }
    }

    /**
     * The alert was closed by an earlier one; this one is in its story all the same.
     *
     * @param by who was first
     */
    record Repeated(String by) implements Answered {
        @Override
        public String words() {
            return "already acknowledged by " + by;
        }
    }

    /** There is no such alert. */
    record Unknown() implements Answered {
        @Override
        public String words() {
            return "there is no alert of that id";
        }
    }

    /**
     * The alert does not wait for an answer: it was taken back, has recovered, or never wanted one.
     *
     * @param state where it stands
     */
    record NotOpen(AlertState state) implements Answered {
        @Override
        public String words() {
            return switch (state) {
                case RETRACTED -> "the alert was retracted: what it said is not so";
                case RECOVERED -> "the alert has recovered and waits for nobody";
                default -> "the alert wants no acknowledgement";
            };
        }
    }

    /** Whoever answered is not among those who must hear the alert; it stays open. */
    record NotInAudience() implements Answered {
        @Override
        public String words() {
            return "the alert is not for whoever answered; it stays open";
        }
    }

    /** The rule wants a read-back, and there was none; it stays open. */
    record ReadBackMissing() implements Answered {
        @Override
        public String words() {
            return "the alert wants a read-back: repeat what it says; it stays open";
        }
    }

    /** Nobody is named who answers; it stays open. */
    record Nameless() implements Answered {
        @Override
        public String words() {
            return "say who acknowledges; the alert stays open";
        }
    }
}
