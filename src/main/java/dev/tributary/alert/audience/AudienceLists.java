package dev.tributary.alert.audience;

import dev.tributary.base.Problems;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
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
        return jdbc.query(
                "select * from tributary.attribution where value = ? order by role, practitioner",
                (row, i) -> attribution(row),
                value);
    }

    /**
     * What the lists say of one patient.
     *
     * @param panels on which the patient is, sorted
     * @param attributions of the patient
     */
    record Listed(List<String> panels, List<Attribution> attributions) {}

    /** @return what the lists say of a patient with these numbers, in one question */
    Listed listed(List<PatientNumber> numbers) {
        TreeSet<String> panels = new TreeSet<>();
        List<Attribution> attributions = new ArrayList<>();
        if (!numbers.isEmpty()) {
            jdbc.query(
                    """
                    with k as (select * from unnest(?::text[], ?::text[]) with ordinality as k (system, value, n))
                    select 0 as n, m.panel, '' as system, '' as value, '' as role, '' as practitioner
                    from k join tributary.panel_member m on m.value = k.value and m.system in ('', k.system)
                    union all
                    select k.n, null, a.system, a.value, a.role, a.practitioner
                    from k join tributary.attribution a on a.value = k.value and a.system in ('', k.system)
                    order by n, role, practitioner
                    """,
                    row -> {
                        String panel = row.getString("panel");
                        if (panel != null) {
                            panels.add(panel);
                        } else {
                            attributions.add(attribution(row));
                        }
                    },
                    numbers.stream().map(PatientNumber::system).toArray(String[]::new),
                    numbers.stream().map(PatientNumber::value).toArray(String[]::new));
        }
        return new Listed(List.copyOf(panels), attributions);
    }

    private static Attribution attribution(ResultSet row) throws SQLException {
        return new Attribution(
                new PatientNumber(row.getString("system"), row.getString("value")),
                row.getString("role"),
                row.getString("practitioner"));
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
