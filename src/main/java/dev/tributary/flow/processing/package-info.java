/**
 * What happens to one message between its turn in the lane and the commit of its effects: read, map, decide who the
 * patient is, lay the drafts over the record, write, judge the alerts, finish the journal's row; all in one
 * transaction.
 */
@NullMarked
package dev.tributary.flow.processing;

import org.jspecify.annotations.NullMarked;
