package dev.tributary.flow.codes;

import dev.tributary.flow.mappings.NewCode;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lines that wait for a second person, in our database. Thread-safe. */
public final class CodeProposals {

    private static final String FIND = """
            select id, at, who, remap, folder, code_table, code, text, system, target_code, target_display,
                target_system, comment, valid_from, valid_until
            from tributary.code_proposal where state = 'proposed'
            """;

    /** A row as it is read. */
    record Row(
            long id,
            OffsetDateTime at,
            String who,
            boolean remap,
            String folder,
            String codeTable,
            String code,
            String text,
            String system,
            String targetCode,
            String targetDisplay,
            String targetSystem,
            String comment,
            String validFrom,
            String validUntil) {

        private CodeProposal proposal() {
            return new CodeProposal(
                    id,
                    at.toInstant(),
                    who,
                    remap,
                    new NewCode(
                            folder,
                            codeTable,
                            code,
                            text,
                            system,
                            targetCode,
                            targetDisplay,
                            targetSystem,
                            comment,
                            validFrom,
                            validUntil));
        }
    }

    private final JdbcClient jdbc;
    private final Clock clock;

    /**
     * @param dataSource the engine's database
     * @param clock for when
     */
    public CodeProposals(DataSource dataSource, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.clock = clock;
    }

    /** @return the number of the new proposal */
    public long propose(NewCode code, boolean remap, String who) {
        return jdbc.sql("""
                        insert into tributary.code_proposal (at, who, remap, folder, code_table, code, text, system,
                            target_code, target_display, target_system, comment, valid_from, valid_until)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id
                        """)
                .params(
                        now(),
                        who,
                        remap,
                        code.folder(),
                        code.table(),
                        code.code(),
                        code.text(),
                        code.system(),
                        code.targetCode(),
                        code.targetDisplay(),
                        code.targetSystem(),
                        code.comment(),
                        code.validFrom(),
                        code.validUntil())
                .query(Long.class)
                .single();
    }

    /** @return what waits, the oldest first */
    public List<CodeProposal> open() {
        return jdbc.sql(FIND + " order by id limit 200").query(Row.class).list().stream()
                .map(Row::proposal)
                .toList();
    }

    /** @return a proposal that still waits */
    public Optional<CodeProposal> open(long id) {
        return jdbc.sql(FIND + " and id = ?")
                .param(id)
                .query(Row.class)
                .optional()
                .map(Row::proposal);
    }

    /**
     * @param approved or else declined
     * @param who decides; the proposer may only decline
     * @return whether it waited still and this person may decide so
     */
    public boolean decide(long id, boolean approved, String who) {
        return jdbc.sql("""
                        update tributary.code_proposal set state = ?, decided_by = ?, decided_at = ?
                        where id = ? and state = 'proposed' and (? = 'declined' or who <> ?)
                        """)
                        .params(
                                approved ? "approved" : "declined",
                                who,
                                now(),
                                id,
                                approved ? "approved" : "declined",
                                who)
                        .update()
                == 1;
    }

    /** Lets a decision be taken again: what was approved could not be put in force. */
    public void reopen(long id) {
        var unused = jdbc.sql("""
                        update tributary.code_proposal set state = 'proposed', decided_by = null, decided_at = null
                        where id = ?
                        """).param(id).update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
