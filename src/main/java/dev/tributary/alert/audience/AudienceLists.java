package dev.tributary.alert.audience;

import dev.tributary.base.Problems;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Patient panels and attributions, as files and REST bring them. Each bringer (a {@code source}) replaces what it brought
 * before and nothing else. Thread-safe.
 */
public final class AudienceLists {

    /** What a panel or a role may be called: filters and selectors name them. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    /** @param database of the alerts */
    public AudienceLists(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /**
     * Replaces who is on one panel.
     *
     * @param panel name
     * @param csv lines of {@code system,value}; the system may be empty
     * @param source who brings it
     * @return how many are on it now by that source
     * @throws dev.tributary.base.ProblemsException with every wrong line; nothing is changed then
     */
    public int replacePanel(String panel, String csv, String source) {
        Problems problems = new Problems();
        checkName(problems, source, 0, panel);
        List<Object[]> rows = new ArrayList<>();
        for (Line line : lines(csv, source, List.of("system", "value"), problems)) {
            rows.add(new Object[] {panel, line.cell(0), line.cell(1), source});
        }
        problems.throwIfAny();
        transactions.executeWithoutResult(status -> {
            jdbc.update("delete from tributary.panel_member where panel = ? and source = ?", panel, source);
            insertMembers(rows);
        });
        return rows.size();
    }

    /**
     * Replaces all panels of a source.
     *
     * @param csv lines of {@code panel,system,value}
     * @throws dev.tributary.base.ProblemsException with every wrong line; nothing is changed then
     */
    public int replacePanels(String csv, String source) {
        Problems problems = new Problems();
        List<Object[]> rows = new ArrayList<>();
        for (Line line : lines(csv, source, List.of("panel", "system", "value"), problems)) {
            checkName(problems, source, line.number(), line.cell(0));
            rows.add(new Object[] {line.cell(0), line.cell(1), line.cell(2), source});
        }
        problems.throwIfAny();
        transactions.executeWithoutResult(status -> {
            jdbc.update("delete from tributary.panel_member where source = ?", source);
            insertMembers(rows);
        });
        return rows.size();
    }

    private void insertMembers(List<Object[]> rows) {
        jdbc.batchUpdate(
                "insert into tributary.panel_member (panel, system, value, source) values (?, ?, ?, ?)"
                        + " on conflict do nothing",
                rows);
    }

    /**
     * Replaces all attributions of a source.
     *
     * @param csv lines of {@code system,value,role,practitioner}
     * @throws dev.tributary.base.ProblemsException with every wrong line; nothing is changed then
     */
    public int replaceAttributions(String csv, String source) {
        Problems problems = new Problems();
        List<Object[]> rows = new ArrayList<>();
        for (Line line : lines(csv, source, List.of("system", "value", "role", "practitioner"), problems)) {
            checkName(problems, source, line.number(), line.cell(2));
            rows.add(new Object[] {line.cell(0), line.cell(1), line.cell(2), line.cell(3), source});
        }
        problems.throwIfAny();
        transactions.executeWithoutResult(status -> {
            jdbc.update("delete from tributary.attribution where source = ?", source);
            jdbc.batchUpdate(
                    "insert into tributary.attribution (system, value, role, practitioner, source)"
                            + " values (?, ?, ?, ?, ?) on conflict do nothing",
                    rows);
        });
        return rows.size();
    }

    /** @return how many patients are on each panel */
    public Map<String, Long> panels() {
        Map<String, Long> sizes = new TreeMap<>();
        jdbc.query("select panel, count(*) from tributary.panel_member group by panel", row -> {
            sizes.put(row.getString(1), row.getLong(2));
        });
        return sizes;
    }

    /** @return who is on a panel */
    public List<PatientNumber> panel(String panel) {
        return jdbc.query(
                "select system, value from tributary.panel_member where panel = ? order by value, system",
                (row, number) -> new PatientNumber(row.getString(1), row.getString(2)),
                panel);
    }

    /** @return the attributions of the patient with that number */
    public List<Attribution> attributions(String value) {
        return attributionsOf(List.of(new PatientNumber("", value)), true);
    }

    /** @return panels on which a patient with these numbers is, sorted */
    List<String> panelsOf(List<PatientNumber> numbers) {
        LinkedHashSet<String> found = new LinkedHashSet<>();
        for (PatientNumber number : numbers) {
            found.addAll(jdbc.queryForList(
                    "select panel from tributary.panel_member where value = ? and system in ('', ?)",
                    String.class,
                    number.value(),
                    number.system()));
        }
        return found.stream().sorted().toList();
    }

    /** @return attributions of a patient with these numbers */
    List<Attribution> attributionsOf(List<PatientNumber> numbers) {
        return attributionsOf(numbers, false);
    }

    private List<Attribution> attributionsOf(List<PatientNumber> numbers, boolean anySystem) {
        List<Attribution> found = new ArrayList<>();
        for (PatientNumber number : numbers) {
            found.addAll(jdbc.query(
                    "select * from tributary.attribution where value = ? and (? or system in ('', ?))"
                            + " order by role, practitioner",
                    (row, i) -> new Attribution(
                            new PatientNumber(row.getString("system"), row.getString("value")),
                            row.getString("role"),
                            row.getString("practitioner")),
                    number.value(),
                    anySystem,
                    number.system()));
        }
        return found;
    }

    private record Line(int number, String[] cells) {
        String cell(int n) {
            return cells[n].strip();
        }
    }

    private static List<Line> lines(String csv, String source, List<String> columns, Problems problems) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String text : csv.split("\\R")) {
            number++;
            if (text.isBlank() || text.startsWith("#") || text.strip().equals(String.join(",", columns))) {
                continue;
            }
            String[] cells = text.split(",", -1);
            if (cells.length != columns.size()) {
                problems.add(
                        source,
                        number,
                        cells.length + " columns where there should be " + columns.size(),
                        "columns are " + String.join(",", columns));
                continue;
            }
            for (int i = 0; i < cells.length; i++) {
                if (cells[i].isBlank() && !columns.get(i).equals("system")) {
                    problems.add(source, number, columns.get(i) + " is empty", "state it");
                }
            }
            lines.add(new Line(number, cells));
        }
        return lines;
    }

    // not told: what stands there may be a patient's number in the wrong column
    private static void checkName(Problems problems, String source, int line, String name) {
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    source, line, "the name of a panel or role is none", "use lower-case letters, digits and hyphens");
        }
    }
}
