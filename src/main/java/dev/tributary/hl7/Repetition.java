package dev.tributary.hl7;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One repetition of a field. */
public final class Repetition extends Part {

    Repetition(Body body, int start, int end) {
        super(body, start, end);
    }

    /** @return the n-th component, from 1; an empty one where there is none */
    public Component component(int n) {
        char delimiter = body.separators().component();
        int from = body.startOf(Field.checked(n), delimiter, start, end);
        return from < 0 ? new Component(body, end, end) : new Component(body, from, body.next(delimiter, from, end));
    }

    /** @return all components in order, empty ones included; none where the repetition is empty */
    public List<Component> components() {
        int count = componentCount();
        if (count == 1) {
            return List.of(new Component(body, start, end));
        }
        List<Component> all = new ArrayList<>(count);
        char delimiter = body.separators().component();
        int from = start;
        for (int left = count; left > 0; left--) {
            int to = body.next(delimiter, from, end);
            all.add(new Component(body, from, to));
            from = to + 1;
        }
        return Collections.unmodifiableList(all);
    }

    /** @return how many components were sent, empty ones and trailing delimiters included */
    public int componentCount() {
        return body.count(body.separators().component(), start, end);
    }

    @Override
    int leafEnd() {
        return component(1).leafEnd();
    }
}
