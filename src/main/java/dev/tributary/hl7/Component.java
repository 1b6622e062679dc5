package dev.tributary.hl7;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One component of a repetition. */
public final class Component extends Part {

    Component(Body body, int start, int end) {
        super(body, start, end);
    }

    /** @return the n-th subcomponent, from 1; an empty one where there is none */
    public Subcomponent subcomponent(int n) {
        char delimiter = body.separators().subcomponent();
        int from = body.startOf(Field.checked(n), delimiter, start, end);
        return from < 0
                ? new Subcomponent(body, end, end)
                : new Subcomponent(body, from, body.next(delimiter, from, end));
    }

    /** @return all subcomponents in order, empty ones included; none where the component is empty */
    public List<Subcomponent> subcomponents() {
        int count = subcomponentCount();
        if (count == 1) {
            return List.of(new Subcomponent(body, start, end));
        }
        List<Subcomponent> all = new ArrayList<>(count);
        char delimiter = body.separators().subcomponent();
        int from = start;
        for (int left = count; left > 0; left--) {
            int to = body.next(delimiter, from, end);
            all.add(new Subcomponent(body, from, to));
            from = to + 1;
        }
        return Collections.unmodifiableList(all);
    }

    /** @return how many subcomponents were sent, empty ones and trailing delimiters included */
    public int subcomponentCount() {
        return body.count(body.separators().subcomponent(), start, end);
    }

    @Override
    int leafEnd() {
        return body.next(body.separators().subcomponent(), start, end);
    }
}
