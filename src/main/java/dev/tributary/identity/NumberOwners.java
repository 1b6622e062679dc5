package dev.tributary.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whose a number is, by its value alone, whatever the authority: for lanes, which rather hold two patients together
 * than let two messages of one patient pass each other. Reads what is committed; takes no lock.
 */
public final class NumberOwners {

    private final JdbcClient sql;

    /** @param dataSource the one with the tables of identity */
    public NumberOwners(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /**
     * @param values of identifiers
     * @return by value: the ids of the patients that have it under some authority, merges followed; without those that
     *     nobody has
     */
    public Map<String, Set<String>> of(Collection<String> values) {
        Map<String, Set<String>> owners = new HashMap<>();
        // no text of PostgreSQL holds a NUL: nobody has such a number, and to ask for it would cost all others the
        // answer
        String[] asked =
                values.stream().filter(value -> value.indexOf('\u0000') < 0).toArray(String[]::new);
        if (asked.length == 0) {
            return owners;
        }
        sql.sql("""
                        with recursive chain (value, id, next) as (
                            select i.value, p.id, p.replaced_by
                            from tributary.patient_identifier i join tributary.patient p on p.id = i.patient_id
                            where i.value = any (:values::text[])
                            union
                            select c.value, p.id, p.replaced_by
                            from chain c join tributary.patient p on p.id = c.next
                        )
                        select value, id from chain where next is null order by id
                        """).param("values", asked).query(row -> {
            owners.computeIfAbsent(row.getString("value"), v -> new LinkedHashSet<>())
                    .add(row.getString("id"));
        });
        return owners;
    }
}
