package dev.tributary.record;

/**
 * An element the sender deletes on purpose: the HL7 field was {@code ""}.
 *
 * @param reference of the draft, as the mapping names it: {@code Patient/id}
 * @param element a top-level element of it: {@code address}
 */
public record DeletedElement(String reference, String element) {}
