package dev.tributary.cli;

/** What scripts may rely on. */
public final class ExitCode {

    /** Done, and all is well. */
    public static final int GOOD = 0;
    /** The input or the configuration is wrong, or the other side said no; the output says why. */
    public static final int WRONG_INPUT = 1;
    /** The command line is wrong. */
    public static final int WRONG_USAGE = 2;
    /** A defect of Tributary. */
    public static final int INTERNAL_FAULT = 3;

    private ExitCode() {}
}
