package dev.tributary.journal;

import java.util.ArrayList;
import java.util.List;

/** What one worker takes to apply together. Belongs to {@link Lanes} and is touched under its lock only. */
final class Claim {

    /** Large messages go in small company: a batch that fails is done again. */
    private static final long MOST_BYTES = 1 << 20;

    private final List<Ticket> tickets = new ArrayList<>();
    private int most;
    private long bytes;

    /** @param most tickets at most */
    Claim(int most) {
        this.most = most;
    }

    /** @return whether there is room for this one, and it may go with so many */
    boolean takes(Ticket ticket) {
        return tickets.isEmpty()
                || tickets.size() < Math.min(most, ticket.together) && bytes + ticket.bytes() <= MOST_BYTES;
    }

    void add(Ticket ticket) {
        ticket.running = true;
        most = Math.min(most, ticket.together);
        bytes += ticket.bytes();
        tickets.add(ticket);
    }

    int size() {
        return tickets.size();
    }

    /** @return in the order in which they must be worked on */
    List<Ticket> tickets() {
        return tickets;
    }
}
