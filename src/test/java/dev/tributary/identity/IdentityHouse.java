package dev.tributary.identity;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.kit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.transaction.support.TransactionTemplate;

/** Identity on a real PostgreSQL, with the migration as shipped. */
final class IdentityHouse {

    static final String HOSP = "urn:oid:2.999.1";
    static final String LAB = "urn:oid:2.999.2";

    final DataSource dataSource = TestDatabase.create();
    final JdbcClient sql = JdbcClient.create(dataSource);
    final TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    final IdentityResolver resolver = new IdentityResolver(dataSource, IdentityRules.DEFAULT);
    private final AtomicLong received = new AtomicLong();

    IdentityHouse() {
        try (Connection connection = dataSource.getConnection()) {
            ScriptUtils.executeSqlScript(connection, new ClassPathResource("db/migration/V2__identity.sql"));
            ScriptUtils.executeSqlScript(connection, new ClassPathResource("db/migration/V30__moves.sql"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A message about one person. */
    IdentityDecision tell(Identifier... identifiers) {
        return resolve(List.of(draft(identifiers)), List.of());
    }

    /** The patient under whom the record knows a message's only draft. */
    String patientOf(Identifier... identifiers) {
        return known(tell(identifiers)).rewrites().values().iterator().next();
    }

    /** A merge as the mapping drafts it: PID's patient, and MRG's with a link to it. */
    IdentityDecision merge(String trigger, List<Identifier> survivor, List<Identifier> prior) {
        Patient pid = draft(survivor.toArray(Identifier[]::new));
        Patient mrg = draft(prior.toArray(Identifier[]::new));
        if (trigger.equals("A43") || trigger.equals("A24") || trigger.equals("A37")) {
            mrg.setId("mrg-" + mrg.getIdPart());
        } else {
            mrg.addLink().setType(Patient.LinkType.REPLACEDBY).getOther().setReference("Patient/" + pid.getIdPart());
        }
        List<Patient> drafts = List.of(pid, mrg);
        return resolve(drafts, MergeInstruction.ofDrafts(trigger, drafts, Set.of(mrg.getIdPart())));
    }

    IdentityDecision resolve(List<Patient> drafts, List<MergeInstruction> merges) {
        long number = received.incrementAndGet();
        IdentityRequest request = new IdentityRequest(
                new MessageId(number),
                Instant.parse("2026-03-01T08:00:00Z").plusSeconds(number),
                FeedName.DEFAULT,
                drafts,
                merges);
        return Objects.requireNonNull(transaction.execute(status -> resolver.resolve(request)));
    }

    static IdentityDecision.Known known(IdentityDecision decision) {
        return (IdentityDecision.Known) decision;
    }

    long count(String table) {
        return sql.sql("select count(*) from tributary." + table)
                .query(Long.class)
                .single();
    }

    static Patient draft(Identifier... identifiers) {
        Patient patient = new Patient();
        patient.setId("draft-of-" + identifiers[0].getValue());
        for (Identifier identifier : identifiers) {
            patient.addIdentifier(identifier);
        }
        return patient;
    }

    static Identifier mrn(String value) {
        return number(HOSP, value, "MR");
    }

    static Identifier number(String system, String value, String type) {
        Identifier identifier = new Identifier().setValue(value);
        if (!system.isEmpty()) {
            identifier.setSystem(system);
        }
        if (!type.isEmpty()) {
            identifier
                    .getType()
                    .addCoding()
                    .setSystem("http://terminology.hl7.org/CodeSystem/v2-0203")
                    .setCode(type);
        }
        return identifier;
    }
}
