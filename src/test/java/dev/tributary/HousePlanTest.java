package dev.tributary;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house plan of docs/architecture.md: every arrow points down, each foreign library has one home. */
class HousePlanTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tributary");

    private static final List<String> ROOMS = List.of(
            "base",
            "hl7",
            "vocabulary",
            "store",
            "mapping",
            "journal",
            "identity",
            "record",
            "alert",
            "care",
            "flow",
            "console",
            "cli");

    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("base", Set.of()),
            Map.entry("hl7", Set.of("base")),
            Map.entry("vocabulary", Set.of("base")),
            Map.entry("store", Set.of("base")),
            Map.entry("mapping", Set.of("base", "hl7", "vocabulary")),
            Map.entry("journal", Set.of("base", "hl7")),
            Map.entry("identity", Set.of("base", "store")),
            Map.entry("record", Set.of("base", "store")),
            Map.entry("alert", Set.of("base", "store")),
            Map.entry("care", Set.of("base", "store", "identity", "alert")),
            Map.entry(
                    "flow",
                    Set.of(
                            "base",
                            "hl7",
                            "vocabulary",
                            "store",
                            "mapping",
                            "journal",
                            "identity",
                            "record",
                            "alert",
                            "care")),
            Map.entry(
                    "console",
                    Set.of(
                            "base",
                            "hl7",
                            "vocabulary",
                            "store",
                            "mapping",
                            "journal",
                            "identity",
                            "record",
                            "alert",
                            "care",
                            "flow")),
            Map.entry(
                    "cli",
                    Set.of(
                            "base",
                            "hl7",
                            "vocabulary",
                            "store",
                            "mapping",
                            "journal",
                            "identity",
                            "record",
                            "alert",
                            "care",
                            "flow")));

    private static final Map<String, Set<String>> HOMES = Map.of(
            "ca.uhn.hl7v2..", Set.of("hl7"),
            "ca.uhn.fhir.jpa..", Set.of("store"),
            "ca.uhn.fhir.rest.client..", Set.of("store"),
            "org.apache.camel..", Set.of("flow", "console"),
            "jakarta.jms..", Set.of("alert"),
            "java.sql..", Set.of("journal", "alert", "identity", "record", "store"),
            "org.springframework.jdbc..", Set.of("journal", "alert", "identity", "record", "store", "flow"),
            "picocli..", Set.of("cli"));

    @ParameterizedTest
    @MethodSource("rooms")
    void importsOnlyWhatThePlanAllows(String room) {
        String[] forbidden = ROOMS.stream()
                .filter(other -> !other.equals(room) && !MAY_IMPORT.get(room).contains(other))
                .map(other -> "dev.tributary." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("dev.tributary." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true)
                .check(MAIN);
    }

    static Stream<String> rooms() {
        return ROOMS.stream();
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void eachForeignLibraryHasOneHome(String library) {
        String[] elsewhere = ROOMS.stream()
                .filter(room -> !HOMES.get(library).contains(room))
                .map(room -> "dev.tributary." + room + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(elsewhere)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(MAIN);
    }

    static Stream<String> libraries() {
        return HOMES.keySet().stream().sorted();
    }

    @Test
    void thePureCoreKnowsNoSpringNoDatabaseAndNoClock() {
        String[] pure = Stream.of("hl7", "vocabulary", "mapping")
                .map(room -> "dev.tributary." + room + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(pure)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "javax.sql..", "java.sql..", "jakarta.persistence..")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random")
                .check(MAIN);
    }

    @Test
    void timeZonesAndRandomIdsAreArguments() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(ZoneId.class, "systemDefault")
                .because("a test must be able to replay a night: inject java.time.Clock, make ids with BusinessId")
                .check(MAIN);
    }
}
