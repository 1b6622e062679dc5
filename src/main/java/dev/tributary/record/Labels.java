package dev.tributary.record;

import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;

/** What messages may say in a resource's {@code meta}: security labels and tags, never its source, version or time. */
final class Labels {

    private Labels() {}

    /** Gives the target, to be changed, those of the draft's labels that it lacks. */
    static void unite(Resource target, Resource draft) {
        if (draft.hasMeta()) {
            Meta told = draft.getMeta();
            told.getSecurity().stream()
                    .filter(label -> isMissing(label, target.getMeta().getSecurity()))
                    .forEach(label -> target.getMeta().addSecurity(label.copy()));
            told.getTag().stream()
                    .filter(label -> isMissing(label, target.getMeta().getTag()))
                    .forEach(label -> target.getMeta().addTag(label.copy()));
        }
    }

    /** Whether two versions of one resource have the same labels. */
    static boolean same(Resource one, Resource other) {
        return Elements.same(one.getMeta().getSecurity(), other.getMeta().getSecurity())
                && Elements.same(one.getMeta().getTag(), other.getMeta().getTag());
    }

    // the same code may come with other words
    private static boolean isMissing(Coding label, List<Coding> among) {
        return among.stream()
                .noneMatch(each -> label.hasCode()
                        ? Objects.equals(each.getSystem(), label.getSystem())
                                && Objects.equals(each.getCode(), label.getCode())
                        : each.equalsDeep(label));
    }
}
