package dev.tributary.hl7;

/** A subcomponent: the leaf, divided no further. */
public final class Subcomponent extends Part {

    Subcomponent(Body body, int start, int end) {
        super(body, start, end);
    }

    @Override
    int leafEnd() {
        return end;
    }
}
