package dev.tributary.flow.routes;

import java.util.Map;

/**
 * One thing that a route file refers to.
 *
 * @param kind what it is
 * @param text an endpoint's URI, a bean's name, an id
 * @param file where it stands
 * @param line from 1
 * @param options of an endpoint: name and line
 */
record RouteUse(Kind kind, String text, String file, int line, Map<String, Integer> options) {

    /** What can be referred to or named. */
    enum Kind {
        /** {@code from}: messages come from there. */
        CONSUMER,
        /** {@code to} and its kin: messages go there. */
        PRODUCER,
        /** A bean that is called. */
        BEAN,
        /** A bean that the file itself makes. */
        OWN_BEAN,
        /** The id of a route. */
        ROUTE,
        /** The id of a template. */
        TEMPLATE
    }

    /** @return {@code direct} of {@code direct:orders?timeout=5}; empty where the scheme is a parameter */
    String scheme() {
        int colon = text.indexOf(':');
        return colon <= 0 || text.startsWith("{{") ? "" : text.substring(0, colon);
    }

    /** @return {@code orders} of {@code direct:orders?timeout=5} */
    String name() {
        String rest = text.substring(text.indexOf(':') + 1).replaceFirst("^//", "");
        int question = rest.indexOf('?');
        return question < 0 ? rest : rest.substring(0, question);
    }
}
