package dev.tributary.cli.coverage;

/** How {@code coverage} prints. */
enum CoverageFormat {
    /** For people: totals by table, and the rows that are not executed. */
    TEXT,
    /** One line for each row of the guide. */
    CSV,
    /** Totals and every row of the guide. */
    JSON
}
