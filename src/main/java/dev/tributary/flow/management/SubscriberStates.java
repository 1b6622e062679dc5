package dev.tributary.flow.management;

import java.util.List;

/** All subscribers of alerts. */
@FunctionalInterface
public interface SubscriberStates {

    /** @return every configured subscriber, by name; cheap and never failing */
    List<SubscriberState> subscribers();
}
