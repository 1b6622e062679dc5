package dev.tributary.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How resources of one type are merged.
 *
 * @param owner who may overwrite
 * @param elements by name; what is not listed is replaced
 * @param progressElement the element whose states are ordered; empty if there is none
 * @param progress the states in groups, earliest first
 */
record ResourceRule(
        Owner owner, Map<String, ElementRule> elements, String progressElement, List<List<String>> progress) {

    /** The words of {@code elements.yaml}, in lower case there. */
    enum Owner {
        FEED,
        SENDER,
        MASTER
    }

    ElementRule element(String name) {
        return elements.getOrDefault(name, ElementRule.REPLACE);
    }

    /** This rule, with the elements of another where it says nothing of its own. */
    ResourceRule over(ResourceRule general) {
        Map<String, ElementRule> all = new HashMap<>(general.elements());
        all.putAll(elements);
        return new ResourceRule(owner, all, progressElement, progress);
    }

    boolean hasTimeline() {
        return elements.values().stream().anyMatch(rule -> rule.merge() == ElementRule.Merge.TIMELINE);
    }

    /** Whether a draft in the new state is to be left out since the stored state is further on. */
    boolean wouldGoBack(String stored, String drafted) {
        int from = group(stored);
        int to = group(drafted);
        return from >= 0 && to >= 0 && to < from && from < progress.size() - 1;
    }

    /** Whether the stored state is to stay although the draft is taken: both in one group, the stored one further on. */
    boolean stays(String stored, String drafted) {
        int group = group(stored);
        return group >= 0
                && group == group(drafted)
                && group < progress.size() - 1
                && progress.get(group).indexOf(drafted) < progress.get(group).indexOf(stored);
    }

    /** Whether the draft says more than what is stored: it is in a later group, or further right in the same one. */
    boolean goesOn(String stored, String drafted) {
        int from = group(stored);
        int to = group(drafted);
        return to > from
                || to >= 0
                        && to == from
                        && progress.get(to).indexOf(drafted) > progress.get(to).indexOf(stored);
    }

    /** Whether the state is one of those that correct a final one. */
    boolean isCorrection(String state) {
        int group = group(state);
        return group == progress.size() - 2 && progress.get(group).indexOf(state) > 0;
    }

    private int group(String state) {
        for (int i = 0; i < progress.size(); i++) {
            if (progress.get(i).contains(state)) {
                return i;
            }
        }
        return -1;
    }
}
