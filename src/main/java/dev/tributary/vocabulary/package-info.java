/**
 * What does this code mean. A {@link dev.tributary.vocabulary.CodeTable} is one CSV file of {@code mappings/codes}: HL7's
 * own table, or a sender's; a {@link dev.tributary.vocabulary.CodeMap} is the table as one feed sees it, its own lines
 * first, and answers with a {@link dev.tributary.vocabulary.Translation}. A {@link
 * dev.tributary.vocabulary.NamingTable} says which FHIR system a v2 name stands for. Knows no Spring, no database, no
 * clock, and reads texts, not files.
 */
@NullMarked
package dev.tributary.vocabulary;

import org.jspecify.annotations.NullMarked;
