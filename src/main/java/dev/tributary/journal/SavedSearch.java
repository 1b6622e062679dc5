package dev.tributary.journal;

/**
 * A search that a person keeps.
 *
 * @param id number
 * @param name in the person's words
 * @param query as in the address of the page of messages: {@code state=held&feed=lab}
 */
public record SavedSearch(long id, String name, String query) {}
