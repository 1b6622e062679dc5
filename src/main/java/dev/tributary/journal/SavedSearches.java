package dev.tributary.journal;

import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Searches that people keep, each their own. Thread-safe. */
public final class SavedSearches {

    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_QUERY = 1_000;
    private static final int MOST = 50;

    private final JdbcClient jdbc;
    private final Clock clock;

    /**
     * @param dataSource the journal's database
     * @param clock for when
     */
    public SavedSearches(DataSource dataSource, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.clock = clock;
    }

    /** @return a person's searches, by name */
    public List<SavedSearch> of(String owner) {
        return jdbc.sql("select id, name, query from tributary.saved_search where owner = ? order by name limit "
                        + MOST)
                .param(owner)
                .query((row, number) ->
                        new SavedSearch(row.getLong("id"), row.getString("name"), row.getString("query")))
                .list();
    }

    /**
     * Keeps a search; one of the same name is replaced.
     *
     * @throws IllegalArgumentException if name or query cannot be taken, or the person keeps too many
     */
    public void keep(String owner, String name, String query) {
        String its = name.strip();
        if (its.isEmpty() || its.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("Give the search a name of at most " + LONGEST_NAME + " characters.");
        }
        if (query.isBlank() || query.length() > LONGEST_QUERY) {
            throw new IllegalArgumentException("Search for something first; then keep it.");
        }
        List<SavedSearch> known = of(owner);
        if (known.size() >= MOST && known.stream().noneMatch(each -> each.name().equals(its))) {
            throw new IllegalArgumentException("You keep " + MOST + " searches already: forget one first.");
        }
        var unused = jdbc.sql("""
                        insert into tributary.saved_search (owner, name, query, at) values (?, ?, ?, ?)
                        on conflict (owner, name) do update set query = excluded.query, at = excluded.at
                        """)
                .params(owner, RowText.of(its), RowText.of(query), Micros.parameter(clock.instant()))
                .update();
    }

    /** @return whether the person had such a search */
    public boolean forget(String owner, long id) {
        return jdbc.sql("delete from tributary.saved_search where owner = ? and id = ?")
                        .params(owner, id)
                        .update()
                == 1;
    }
}
