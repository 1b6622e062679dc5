package dev.tributary.identity;

import static dev.tributary.identity.IdentityHouse.LAB;
import static dev.tributary.identity.IdentityHouse.mrn;
import static dev.tributary.identity.IdentityHouse.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many workers at once, on a real PostgreSQL. */
class IdentityParallelTest {

    private static final int THREADS = 32;

    @Test
    void everyNewNumberMakesExactlyOnePatientHoweverManyAskAtOnce() throws Exception {
        IdentityHouse house = new IdentityHouse();
        int numbers = 400;
        List<Callable<String>> work = new ArrayList<>();
        for (int i = 0; i < numbers; i++) {
            String value = Integer.toString(i);
            // one names the patient by two numbers, the other by the second one only
            work.add(() -> house.patientOf(mrn(value), number(LAB, value, "PI")));
            work.add(() -> house.patientOf(mrn(value)));
        }
        Collections.shuffle(work, new Random(1));
        run(work);
        assertThat(house.count("patient")).isEqualTo(numbers);
        assertThat(house.count("patient_identifier")).isEqualTo(2L * numbers);
    }

    @Test
    void mergesAgainstEachOtherEndWithoutACircle() throws Exception {
        IdentityHouse house = new IdentityHouse();
        Random random = new Random(2);
        List<Callable<String>> work = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String one = Integer.toString(random.nextInt(12));
            String other = Integer.toString(random.nextInt(12));
            work.add(() ->
                    house.merge("A40", List.of(mrn(one)), List.of(mrn(other))).toString());
            work.add(() -> house.patientOf(mrn(one)));
        }
        run(work);
        long ends = house.sql
                .sql("select count(*) from tributary.patient where replaced_by is null")
                .query(Long.class)
                .single();
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            people.add(house.patientOf(mrn(Integer.toString(i))));
        }
        assertThat(people.stream().distinct().count()).isEqualTo(ends);
    }

    private static void run(List<Callable<String>> work) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<String> done : workers.invokeAll(work)) {
                done.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }
}
