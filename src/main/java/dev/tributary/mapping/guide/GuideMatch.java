package dev.tributary.mapping.guide;

/**
 * What became of one row of the guide.
 *
 * @param row of the guide
 * @param verdict on it
 * @param ours the id of our row; empty if there is none
 * @param reason of a ruling or an overrule, or why it does not run; empty for a row executed as written
 */
public record GuideMatch(GuideRow row, GuideVerdict verdict, String ours, String reason) {}
