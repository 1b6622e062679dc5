package dev.tributary.flow.codes;

/**
 * A code of a code system that the user loaded.
 *
 * @param system its URI
 * @param code in that system
 * @param display its name
 * @param unit what its values are usually measured in; empty if it has none
 */
public record CandidateCode(String system, String code, String display, String unit) {}
