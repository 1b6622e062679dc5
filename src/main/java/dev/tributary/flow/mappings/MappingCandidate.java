package dev.tributary.flow.mappings;

import dev.tributary.alert.AlertRules;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.record.RecordRules;

/**
 * A whole set that was read without a mistake and is not in force.
 *
 * @param files it was read from
 * @param library the tables
 * @param recordRules the record rules
 * @param alertRules the alert rules
 */
public record MappingCandidate(
        MappingFiles files, MappingLibrary library, RecordRules recordRules, AlertRules alertRules) {}
