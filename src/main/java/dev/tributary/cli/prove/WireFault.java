package dev.tributary.cli.prove;

/** What a sender does wrong with one frame. */
enum WireFault {
    NONE,
    /** Hangs up in the middle of the frame. */
    CUT_FRAME,
    /** Hangs up as soon as the frame is out. */
    CUT_BEFORE_ANSWER,
    /** Hangs up in the middle of the answer. */
    CUT_ANSWER
}
