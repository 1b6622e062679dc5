package dev.tributary.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.util.MemoryCacheService;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.base.BusinessId;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.kit.EmbeddedStore;
import dev.tributary.kit.FhirServer;
import dev.tributary.kit.LoadMessages;
import dev.tributary.mapping.Draft;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.MappingResult;
import dev.tributary.record.DraftSet;
import dev.tributary.record.FactTime;
import dev.tributary.record.FactTimes;
import dev.tributary.record.MergeResult;
import dev.tributary.record.MergedPatients;
import dev.tributary.record.Ownership;
import dev.tributary.record.RecordMerger;
import dev.tributary.record.RecordRules;
import dev.tributary.record.Statement;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The same messages written by HAPI, one by one, and past HAPI, several in a transaction: every row of every table is the
 * same but for surrogate keys and times of writing, and so is every answer at {@code /fhir}. A new HAPI release must pass
 * this before it may be used.
 */
class WriterContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> TIMES = Set.of("sp_updated", "res_updated", "res_published");
    private static final Set<String> SURROGATES = Set.of("pid", "sp_id");
    private static final Map<String, String> OWNERS =
            Map.of("hfj_res_link", "src_resource_id", "hfj_res_ver_prov", "res_pid");
    private static final MappingLibrary MAPPINGS = MappingLibrary.open(Path.of("mappings"));
    private static final FeedProfile PROFILE = FeedProfile.of(FeedName.DEFAULT, ZoneId.of("America/New_York"));

    private final TransactionTemplate transactions = new TransactionTemplate(EmbeddedStore.transactions());
    private final JdbcTemplate sql = new JdbcTemplate(EmbeddedStore.database());
    private final Set<String> written = new LinkedHashSet<>();
    private final Map<String, FactTime> times = new HashMap<>();

    @SuppressWarnings("unchecked")
    private FhirStore byHapi() {
        return new EmbeddedFhirStore(
                EmbeddedStore.context().getBean(IFhirSystemDao.class),
                EmbeddedStore.context().getBean(EntityManager.class),
                EmbeddedStore.context().getBean(StoredResources.class),
                transactions);
    }

    @Test
    void rowsAndAnswersAreThoseOfHapi() throws IOException, InterruptedException {
        assertThat(EmbeddedStore.store()).isInstanceOf(BatchingFhirStore.class);
        clearAll();
        write(byHapi(), 1);
        Map<String, List<String>> rows = rows();
        List<String> queries = queries();
        Map<String, JsonNode> answers = answers(queries);
        clear();
        write(EmbeddedStore.store(), 8);
        Map<String, List<String>> ours = rows();
        assertThat(differences(rows, ours)).isEmpty();
        assertThat(rows.get("missing_target")).isNotEmpty();
        assertThat(rows.get("hfj_spidx_token")).hasSizeGreaterThan(500);
        assertThat(rows.get("hfj_res_link")).hasSizeGreaterThan(300);
        Map<String, JsonNode> answered = answers(queries);
        List<String> differing = queries.stream()
                .filter(query -> !Objects.equals(answered.get(query), answers.get(query)))
                .toList();
        for (String query : differing) {
            assertThat(answered.get(query))
                    .as("%s, one of %s", query, differing)
                    .isEqualTo(answers.get(query));
        }
        assertThat(answers.values().stream()
                        .filter(answer -> answer.toString().contains("\"resource\""))
                        .count())
                .as("questions that find something")
                .isGreaterThan(queries.size() * 3L / 5);
        clear();
    }

    private static List<String> differences(Map<String, List<String>> expected, Map<String, List<String>> actual) {
        List<String> differences = new ArrayList<>();
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((table, rows) -> {
            List<String> missing = new ArrayList<>(rows);
            List<String> more = new ArrayList<>(actual.getOrDefault(table, List.of()));
            more.removeIf(missing::remove);
            missing.forEach(row -> differences.add("missing in " + table + ": " + row));
            more.forEach(row -> differences.add("too much in " + table + ": " + row));
        });
        return differences;
    }

    private void write(FhirStore store, int together) throws IOException {
        times.clear();
        List<Runnable> steps = new ArrayList<>();
        RecordMerger merger = new RecordMerger(RecordRules.load(Path.of("")), store, new FactTimes() {
            @Override
            public Map<String, FactTime> of(Collection<String> references) {
                return references.stream().filter(times::containsKey).collect(Collectors.toMap(r -> r, times::get));
            }

            @Override
            public void remember(Map<String, FactTime> all) {
                times.putAll(all);
            }
        });
        long number = 0;
        for (byte[] bytes : messages()) {
            MessageId id = new MessageId(++number);
            steps.add(() -> apply(store, merger, id, bytes, List.of()));
        }
        List<byte[]> adt = loads("adt", 2, 2);
        String prior = patientOf(adt.get(0));
        String survivor = patientOf(adt.get(1));
        assertThat(prior).isNotEqualTo(survivor);
        MessageId merge = new MessageId(++number);
        steps.add(() -> apply(
                store, merger, merge, adt.get(1), List.of(new MergedPatients(survivor, prior, List.of(), List.of()))));
        for (List<Resource> some : resources()) {
            MessageId id = new MessageId(++number);
            steps.add(() -> commit(store, id, some));
        }
        for (int i = 0; i < steps.size(); i += together) {
            List<Runnable> some = steps.subList(i, Math.min(steps.size(), i + together));
            transactions.executeWithoutResult(status -> some.forEach(Runnable::run));
        }
    }

    private static String patientOf(byte[] bytes) {
        return map(bytes).drafts().stream()
                .map(Draft::resource)
                .filter(Patient.class::isInstance)
                .map(patient -> "Patient/" + patient.getIdPart())
                .findFirst()
                .orElseThrow();
    }

    private static MappingResult map(byte[] bytes) {
        Hl7Message message = Hl7Reader.read(bytes, StandardCharsets.UTF_8);
        return MAPPINGS.plan(message.header(), PROFILE).apply(message, PROFILE);
    }

    private void apply(FhirStore store, RecordMerger merger, MessageId id, byte[] bytes, List<MergedPatients> merges) {
        Hl7Message message = Hl7Reader.read(bytes, StandardCharsets.UTF_8);
        Instant at = Instant.parse("2026-03-01T00:00:00Z").plusSeconds(id.value());
        Statement statement = Statement.of(
                id,
                message.header().messageCode(),
                message.header().triggerEvent(),
                new DateTimeType(),
                new DateTimeType(),
                at,
                Ownership.OWNER);
        List<Resource> drafts = map(bytes).drafts().stream()
                .filter(Draft::record)
                .map(Draft::resource)
                .toList();
        MergeResult merged = merger.merge(new DraftSet(statement, drafts, List.of(), Map.of(), merges));
        times.putAll(merged.times());
        if (!merged.changes().isEmpty()) {
            commit(store, new StoreTransaction(id, merged.changes()));
        }
    }

    private void commit(FhirStore store, MessageId id, List<Resource> resources) {
        Map<String, Resource> before = store.readAll(resources.stream()
                .map(resource -> resource.fhirType() + "/" + resource.getIdPart())
                .toList());
        commit(
                store,
                new StoreTransaction(
                        id,
                        resources.stream()
                                .map(resource -> new ResourceChange(
                                        before.get(resource.fhirType() + "/" + resource.getIdPart()), resource))
                                .toList()));
    }

    private void commit(FhirStore store, StoreTransaction transaction) {
        store.commit(transaction)
                .forEach(change -> written.add(change.after().fhirType() + "/"
                        + change.after().getIdElement().getIdPart()));
    }

    private static List<byte[]> loads(String kind, int patients, int count) {
        LoadMessages messages = new LoadMessages(kind, patients);
        return Stream.iterate(0L, n -> n + 1)
                .limit(count)
                .map(messages::message)
                .toList();
    }

    private static List<byte[]> messages() throws IOException {
        // results first: their patients and visits come later
        List<byte[]> all = new ArrayList<>(loads("oru", 9, 12));
        all.addAll(loads("adt", 9, 60));
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".hl7"))
                    .sorted()
                    .toList()) {
                all.add(Files.readAllBytes(file));
            }
        }
        return all;
    }

    /** What messages rarely bring, by a seed: odd values, long ones, late and missing targets, what is left to HAPI. */
    private static List<List<Resource>> resources() {
        Random random = new Random(42);
        List<List<Resource>> steps = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            List<Resource> some = new ArrayList<>();
            Patient patient = new Patient();
            patient.setId(id("Patient", random.nextInt(6)));
            patient.addIdentifier(new Identifier().setSystem("urn:test").setValue("writer-" + patient.getIdPart()));
            patient.addName().setFamily("Quíllon-ß " + random.nextInt(3)).addGiven("Zoë");
            patient.addName().setText("x".repeat(100 + random.nextInt(900)));
            patient.setGeneralPractitioner(
                    List.of(new Reference("Organization/" + id("Organization", random.nextInt(4)))));
            if (i % 7 == 3) {
                patient.getMeta().addTag("urn:test", "tagged", "Tagged");
                patient.getMeta().addProfile("http://hl7.org/fhir/StructureDefinition/Patient");
            }
            some.add(patient);
            Observation observation = new Observation();
            observation.setId(id("Observation", random.nextInt(12)));
            observation.setStatus(ObservationStatus.FINAL);
            observation.setSubject(new Reference("Patient/" + id("Patient", random.nextInt(9))));
            observation.setCode(new CodeableConcept(new Coding(
                            "http://loinc.org", random.nextInt(5) + "-" + "9".repeat(random.nextInt(300)), "Ünit"))
                    .setText("c".repeat(random.nextInt(1_000))));
            switch (random.nextInt(4)) {
                case 0 ->
                    observation.setValue(new Quantity()
                            .setValue(random.nextInt(1_000) / 7.0)
                            .setSystem("http://unitsofmeasure.org")
                            .setCode("mg/dL"));
                case 1 -> observation.setValue(new StringType("  Spaces, and 'quotes' " + i));
                case 2 ->
                    observation.setValue(new Period()
                            .setStartElement(new DateTimeType("2026-03-01"))
                            .setEndElement(new DateTimeType("2026-03-02T08:00:00+01:00")));
                default ->
                    observation.setValue(new CodeableConcept(new Coding("urn:test", "v" + random.nextInt(3), null)));
            }
            some.add(observation);
            if (i % 5 == 0) {
                Location location = new Location();
                location.setId(id("Location", i % 3));
                location.setName("Ward " + i)
                        .getPosition()
                        .setLatitude(47.5 + i)
                        .setLongitude(8.25);
                some.add(location);
            }
            if (i % 6 == 5) {
                Organization organization = new Organization();
                organization.setId(id("Organization", random.nextInt(4)));
                organization.setName("Late " + i);
                some.add(organization);
            }
            if (i % 10 == 9) {
                Observation within = new Observation();
                within.setId(id("Observation", 100 + i));
                within.setStatus(ObservationStatus.PRELIMINARY);
                within.addContained(new Organization().setName("Within").setId("o1"));
                within.addPerformer(new Reference("#o1"));
                some.add(within);
            }
            Provenance provenance = new Provenance();
            provenance.setId(id("Provenance", random.nextInt(5)));
            provenance.addTarget(new Reference("Patient/" + patient.getIdPart() + "/_history/1"));
            provenance.addTarget(new Reference("https://elsewhere.invalid/fhir/Patient/7"));
            provenance.addAgent().setWho(new Reference().setDisplay("nobody"));
            some.add(provenance);
            steps.add(some);
        }
        return steps;
    }

    private static String id(String type, int number) {
        return BusinessId.of(type, "writer-contract", Integer.toString(number));
    }

    private Map<Long, String> pids() {
        Map<Long, String> pids = new HashMap<>();
        for (String reference : written) {
            sql.query(
                    "select res_id from hfj_resource where res_type = ? and fhir_id = ?",
                    row -> {
                        pids.put(row.getLong(1), reference);
                    },
                    reference.substring(0, reference.indexOf('/')),
                    reference.substring(reference.indexOf('/') + 1));
        }
        return pids;
    }

    private Map<String, String> owned() {
        Map<String, String> tables = new TreeMap<>();
        sql.query(
                "select distinct table_name from information_schema.columns where table_schema = 'public'"
                        + " and table_name like 'hfj%' and data_type = 'bigint' and column_name in ('res_id', 'src_resource_id', 'res_pid')"
                        + " and table_name not in ('hfj_search_result', 'hfj_resource_modified')",
                row -> {
                    tables.put(row.getString(1), OWNERS.getOrDefault(row.getString(1), "res_id"));
                });
        return tables;
    }

    private Map<String, List<String>> rows() {
        Map<Long, String> pids = pids();
        assertThat(pids).hasSize(written.size());
        Map<String, List<String>> all = new TreeMap<>();
        Long[] ids = pids.keySet().toArray(Long[]::new);
        owned().forEach((table, owner) -> {
            List<String> rows = new ArrayList<>();
            sql.queryForList("select * from " + table + " where " + owner + " = any (?::bigint[])", (Object) ids)
                    .forEach(row -> rows.add(row(row, pids)));
            all.put(table, rows);
        });
        // a wait that a later version has given up stays until its target comes, where both were written in
        // transactions of their own; it indexes the current version then and makes no link
        all.put(
                "missing_target",
                sql.queryForList("""
                                select m.target, m.source from missing_target m
                                join hfj_resource r on r.res_type = split_part(m.source, '/', 1)
                                    and r.fhir_id = split_part(m.source, '/', 2)
                                join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
                                where m.source = any (?) and strpos(v.res_text_vc, '"' || m.target || '"') > 0
                                """, (Object) written.toArray(String[]::new)).stream()
                        .map(Object::toString)
                        .toList());
        return all;
    }

    private static String row(Map<String, Object> row, Map<Long, String> pids) {
        Map<String, Object> content = new LinkedHashMap<>(row);
        content.keySet().removeAll(TIMES);
        content.keySet().removeAll(SURROGATES);
        for (String reference : List.of("res_id", "src_resource_id", "target_resource_id", "res_pid")) {
            content.computeIfPresent(reference, (name, pid) -> pids.getOrDefault(((Number) pid).longValue(), "?"));
        }
        return content.toString();
    }

    /** What other tests left in the store of this JVM would be in the answers, by the thousand. */
    private void clearAll() {
        Set<String> tables = new TreeSet<>(owned().keySet());
        tables.remove("hfj_resource");
        tables.forEach(table -> sql.update("delete from " + table));
        sql.update("delete from hfj_search_result");
        sql.update("delete from hfj_resource");
        sql.update("delete from missing_target");
        EmbeddedStore.context().getBean(MemoryCacheService.class).invalidateAllCaches();
    }

    private void clear() {
        Long[] ids = pids().keySet().toArray(Long[]::new);
        Map<String, String> tables = owned();
        tables.remove("hfj_resource");
        tables.forEach((table, owner) ->
                sql.update("delete from " + table + " where " + owner + " = any (?::bigint[])", (Object) ids));
        sql.update("delete from hfj_search_result where resource_pid = any (?::bigint[])", (Object) ids);
        sql.update("delete from hfj_res_link where target_resource_id = any (?::bigint[])", (Object) ids);
        sql.update("delete from hfj_resource where res_id = any (?::bigint[])", (Object) ids);
        sql.update("delete from missing_target where source = any (?)", (Object) written.toArray(String[]::new));
        // HAPI cannot know that rows it has seen are gone
        EmbeddedStore.context().getBean(MemoryCacheService.class).invalidateAllCaches();
    }

    private List<String> queries() {
        String load = patientOf(loads("adt", 9, 1).get(0)).substring("Patient/".length());
        String odd = id("Patient", 1);
        List<String> queries = new ArrayList<>(List.of(
                "Patient/" + load,
                "Patient/" + load + "/_history",
                "Patient/" + odd + "/_history",
                "Patient/" + load + "/$everything?_count=200",
                "Patient?_id=" + load + "&_revinclude=*",
                "Patient?identifier=LD1000000",
                "Patient?identifier=http://nobody.invalid|LD1000000",
                "Patient?name=testa&_sort=birthdate,_id&_count=100",
                "Patient?family=QUILLON",
                "Patient?family:exact=Testa&_total=accurate",
                "Patient?name:contains=est",
                "Patient?birthdate=1970-01-01",
                "Patient?birthdate=lt1960",
                "Patient?gender=female&address-city=Millbridge",
                "Patient?phone=5550100",
                "Patient?organization:missing=true",
                "Patient?general-practitioner.name=Late",
                "Patient?_has:Observation:patient:code=2823-3",
                "Patient?_tag=urn:test|tagged",
                "Patient?_profile=http://hl7.org/fhir/StructureDefinition/Patient",
                "Patient?link=Patient/" + load,
                "Encounter?patient=" + load,
                "Encounter?subject=Patient/" + load + "&_include=Encounter:patient&_include=Encounter:location",
                "Encounter?status=finished&_sort=-date",
                "Encounter?class=IMP",
                "Encounter?date=ge2026-03-01&_include=*",
                "Encounter?location.name=412",
                "Encounter?participant:missing=false",
                "Observation?patient=" + load + "&_sort=code",
                "Observation?code=http://loinc.org|2823-3&value-quantity=gt10",
                "Observation?code=2823-3&value-quantity=10||mmol/L",
                "Observation?code-value-quantity=2823-3$gt5",
                "Observation?value-string=Spaces",
                "Observation?value-concept=urn:test|v1",
                "Observation?value-date=2026-03-01",
                "Observation?status=final&_count=300&_include=Observation:subject",
                "Observation?date=2026-03-01",
                "Observation?performer:Organization.name=Within",
                "DiagnosticReport?patient=" + load + "&_include=DiagnosticReport:result",
                "DiagnosticReport?result.code=2823-3",
                "DiagnosticReport?status=final",
                "AllergyIntolerance?patient=" + load,
                "AllergyIntolerance?code=70618",
                "Condition?code=I50.9&_include=Condition:encounter",
                "RelatedPerson?patient=" + load,
                "RelatedPerson?name=kin",
                "Practitioner?name=fenwick&_revinclude=Encounter:participant",
                "Practitioner?identifier=4410",
                "Location?name=Ward",
                "Location?near=47.5|8.25|50|km",
                "Organization?name=Late",
                "Provenance?target=Patient/" + odd,
                "Provenance?target=https://elsewhere.invalid/fhir/Patient/7"));
        queries.addAll(moreQueries(load, odd));
        // a page holds all, since without _sort the order is that of the rows
        queries.replaceAll(query -> query.contains("?") && !query.contains("_count") ? query + "&_count=500" : query);
        return queries;
    }

    // every kind of index, modifier and join once more, by the messages' resources and the odd ones
    private static List<String> moreQueries(String load, String odd) {
        return List.of(
                "Patient?_lastUpdated=ge2020-01-01",
                "Patient?_lastUpdated=lt2020-01-01",
                "Patient?_sort=family,-birthdate,_id",
                "Patient?_sort=-_id&_count=7",
                "Patient?_id=" + load + "," + odd,
                "Patient?_source=urn:tributary:message:13",
                "Observation?_source=urn:tributary:message:1",
                "Patient?_summary=count",
                "Patient/_history?_count=500",
                "Observation/_history?_count=500",
                "Patient?identifier:missing=false&_summary=count",
                "Patient?family:missing=true",
                "Patient?given=zoë",
                "Patient?given:exact=Zoë",
                "Patient?family:contains=ll",
                "Patient?name:exact=Quíllon-ß 1",
                "Patient?birthdate=ge1950-01-01&birthdate=lt1990-01-01",
                "Patient?birthdate=ne1970-01-01",
                "Patient?birthdate=sa1970",
                "Patient?gender:not=female",
                "Patient?gender=male,unknown",
                "Patient?active=false",
                "Patient?deceased=true",
                "Patient?death-date:missing=false",
                "Patient?address=millbridge",
                "Patient?address-postalcode:missing=false",
                "Patient?language=en",
                "Patient?telecom:missing=false&gender=female",
                "Patient?organization:missing=false",
                "Patient?general-practitioner:missing=false&_include=Patient:general-practitioner",
                "Patient?link:missing=false&_include=Patient:link",
                "Patient?_has:Encounter:patient:status=finished",
                "Patient?_has:Encounter:patient:class=IMP&gender=female",
                "Patient?_has:Observation:patient:_has:DiagnosticReport:result:status=final",
                "Patient?_has:Provenance:target:_id=" + id("Provenance", 1),
                "Patient?_id=" + load + "&_revinclude=Encounter:patient&_revinclude:iterate=Observation:encounter",
                "Patient?_elements=identifier,name",
                "Encounter?patient.identifier=LD1000000",
                "Encounter?patient.family=testa&status=finished",
                "Encounter?subject:Patient.birthdate=lt1970",
                "Encounter?participant:Practitioner.family=fenwick",
                "Encounter?participant-type=ATND",
                "Encounter?location:missing=true",
                "Encounter?location-period=ge2026-01-01",
                "Encounter?identifier:missing=false&_sort=_id",
                "Encounter?class:not=IMP",
                "Encounter?type:missing=true&_summary=count",
                "Encounter?date=eq2026-03-01",
                "Encounter?date=ap2026-03-01",
                "Encounter?date=eb2030-01-01",
                "Encounter?date:missing=true",
                "Encounter?length:missing=false",
                "Encounter?service-provider:missing=false&_include=Encounter:service-provider",
                "Encounter?_include=Encounter:location&_include:iterate=Location:partof",
                "Encounter?patient=" + load + "&_revinclude=Observation:encounter&_revinclude=Condition:encounter",
                "Encounter?account:missing=false&_include=Encounter:account",
                "Observation?value-quantity=lt5",
                "Observation?value-quantity=ge4||mmol/L",
                "Observation?value-quantity=gt10|http://unitsofmeasure.org|mg/dL",
                "Observation?value-quantity:missing=true&_summary=count",
                "Observation?value-string:contains=quotes",
                "Observation?value-concept:missing=false",
                "Observation?value-date=ge2026-03-02",
                "Observation?code=http://loinc.org|",
                "Observation?code:not=2823-3",
                "Observation?code=2823-3,2951-2",
                "Observation?combo-code=2823-3",
                "Observation?combo-value-quantity=gt100",
                "Observation?code-value-quantity=http://loinc.org|2823-3$lt5",
                "Observation?code-value-concept=0-$urn:test|v1",
                "Observation?category=laboratory",
                "Observation?status:not=final",
                "Observation?subject.birthdate=lt1970",
                "Observation?subject:Patient.name=testa&code=2823-3",
                "Observation?encounter.class=IMP",
                "Observation?encounter:missing=true",
                "Observation?based-on:missing=false&_include=Observation:based-on",
                "Observation?performer:missing=false&_include=Observation:performer",
                "Observation?specimen:missing=false&_include=Observation:specimen",
                "Observation?has-member:missing=false",
                "Observation?_sort=-date,_id",
                "Observation?_sort=value-quantity,_id&value-quantity:missing=false",
                "Observation?_sort=status,-code,_id",
                "Observation?identifier:missing=true&_summary=count",
                "Observation?patient=" + load + "&_revinclude=DiagnosticReport:result",
                "Observation?_has:DiagnosticReport:result:code:missing=false",
                "DiagnosticReport?result.value-quantity=gt5",
                "DiagnosticReport?subject.family=testa",
                "DiagnosticReport?issued=ge2026-01-01",
                "DiagnosticReport?date:missing=false&_sort=date,_id",
                "DiagnosticReport?identifier:missing=false",
                "DiagnosticReport?based-on:missing=false&_include=DiagnosticReport:based-on",
                "DiagnosticReport?_include=DiagnosticReport:result&_include:iterate=Observation:specimen",
                "ServiceRequest?identifier:missing=false",
                "ServiceRequest?patient.family:missing=false&_include=ServiceRequest:patient",
                "ServiceRequest?_revinclude=DiagnosticReport:based-on",
                "Specimen?patient:missing=false&_include=Specimen:patient",
                "Coverage?beneficiary=Patient/" + load,
                "Coverage?payor:missing=false&_include=Coverage:payor",
                "Account?identifier:missing=false",
                "Immunization?date=ge2000-01-01&_include=*",
                "Immunization?vaccine-code:missing=false",
                "Appointment?date=ge2000-01-01&_include=Appointment:patient",
                "Appointment?status=booked,cancelled",
                "MedicationRequest?_include=*",
                "MedicationRequest?intent=order",
                "DocumentReference?status=current&_include=DocumentReference:subject",
                "Condition?subject.gender=female",
                "Condition?code:text=failure",
                "AllergyIntolerance?patient.family:missing=false",
                "Procedure?date:missing=false",
                "PractitionerRole?practitioner.family:missing=false&_include=PractitionerRole:practitioner",
                "Practitioner?_has:Encounter:participant:class=IMP",
                "Practitioner?family:contains=en&_sort=family,_id",
                "Location?partof:missing=false&_include:iterate=Location:partof",
                "Location?_has:Encounter:location:status=finished",
                "Location?near:missing=false",
                "Organization?_has:Patient:general-practitioner:family=quíllon",
                "Organization?partof:missing=true",
                "Provenance?recorded=ge2020-01-01&_include=Provenance:target",
                "Provenance?agent:missing=true",
                "Provenance?_sort=-recorded,_id");
    }

    private static Map<String, JsonNode> answers(List<String> queries) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        for (String query : queries) {
            URI uri = URI.create(FhirServer.url() + "/"
                    + query.replace("|", "%7C").replace(" ", "%20").replaceAll("(?<=[-0-9])\\$", "%24"));
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            if (answer instanceof ObjectNode bundle) {
                bundle.remove(List.of("id", "meta", "link"));
                sortUnlessAsked(query, bundle);
            }
            strip(answer);
            answers.put(query, answer);
        }
        return answers;
    }

    // without _sort the order is that of the rows; in the history of a type, that of the times of writing, and what one
    // transaction wrote has one time
    private static void sortUnlessAsked(String query, ObjectNode bundle) {
        boolean history = query.contains("/_history") && query.indexOf('/') != query.indexOf("/_history");
        if (!query.contains("_sort=") && !history && bundle.get("entry") instanceof ArrayNode entries) {
            List<JsonNode> sorted = new ArrayList<>();
            entries.forEach(sorted::add);
            sorted.sort(Comparator.comparing(
                            (JsonNode entry) -> entry.path("fullUrl").asText())
                    .thenComparing(entry -> entry.at("/resource/meta/versionId").asInt()));
            entries.removeAll().addAll(sorted);
        }
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(List.of("lastUpdated", "lastModified"));
            // of a version: hides the time
            if (object.has("etag")) {
                object.remove("lastModified");
            }
        }
        node.forEach(WriterContractTest::strip);
    }
}
