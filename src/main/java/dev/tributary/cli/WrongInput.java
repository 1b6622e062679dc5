package dev.tributary.cli;

import java.util.List;

/** What the user handed over is wrong: exit code 1, with every reason on a line of its own. */
public final class WrongInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> reasons;

    /** @param reasons each a sentence with its place and its cure */
    public WrongInput(List<String> reasons) {
        super(String.join(System.lineSeparator(), reasons));
        this.reasons = List.copyOf(reasons);
    }

    /** @param reason a sentence with its place and its cure */
    public WrongInput(String reason) {
        this(List.of(reason));
    }

    /** @return each a sentence with its place and its cure */
    public List<String> reasons() {
        return reasons;
    }
}
