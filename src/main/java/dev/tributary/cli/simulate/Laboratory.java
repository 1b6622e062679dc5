package dev.tributary.cli.simulate;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Draws blood and reports: preliminary, final, corrected, withdrawn, critical. */
final class Laboratory {

    private final Facts facts;
    private final Random random;
    private final Patient patient;

    Laboratory(Facts facts, Random random, Patient patient) {
        this.facts = facts;
        this.random = random;
        this.patient = patient;
    }

    /** One panel, drawn at that time and reported half an hour to two hours later. */
    void panel(Visit visit, LocalDateTime drawn) {
        panel(visit, drawn, patient.mrn(), drawn.plusMinutes(30 + random.nextInt(90)));
    }

    /** One panel that the laboratory reports under a number of its choice. */
    void panel(Visit visit, LocalDateTime drawn, String mrn, LocalDateTime reported) {
        List<String> names = facts.panels();
        List<LabTest> tests = facts.panel(names.get(random.nextInt(names.size())));
        String filler = String.format(Locale.ROOT, "F%s-%d", patient.id(), patient.newOrder());
        Map<LabTest, LabTest.Value> values = new LinkedHashMap<>();
        tests.forEach(test -> values.put(test, draw(test)));
        LocalDateTime at = reported;
        if (happens("lab.preliminary.percent")) {
            report(visit, mrn, filler, drawn, at, "P", values);
            at = at.plusMinutes(20 + random.nextInt(60));
        }
        report(visit, mrn, filler, drawn, at, "F", values);
        values.forEach((test, value) -> {
            patient.result(filler, test, value, "final");
            if (value.isCritical()) {
                patient.alert("critical-result", filler + "|" + test.loinc());
            }
        });
        if (happens("lab.corrected.percent")) {
            correct(visit, mrn, filler, drawn, at.plusMinutes(30 + random.nextInt(240)), values);
        } else if (happens("lab.withdrawn.percent")) {
            report(visit, mrn, filler, drawn, at.plusMinutes(30 + random.nextInt(240)), "W", values);
            values.forEach((test, value) -> patient.result(filler, test, value, "entered-in-error"));
        }
    }

    private void correct(
            Visit visit,
            String mrn,
            String filler,
            LocalDateTime drawn,
            LocalDateTime at,
            Map<LabTest, LabTest.Value> values) {
        LabTest test = List.copyOf(values.keySet()).get(random.nextInt(values.size()));
        LabTest.Value right = test.normal(random);
        report(visit, mrn, filler, drawn, at, "C", Map.of(test, right));
        patient.result(filler, test, right, "corrected");
    }

    private LabTest.Value draw(LabTest test) {
        if (happens("lab.critical.percent")) {
            return test.critical(random);
        }
        return happens("lab.abnormal.percent") ? test.abnormal(random) : test.normal(random);
    }

    private void report(
            Visit visit,
            String mrn,
            String filler,
            LocalDateTime drawn,
            LocalDateTime at,
            String status,
            Map<LabTest, LabTest.Value> values) {
        LabTest any = values.keySet().iterator().next();
        String orderStatus = status.equals("W") ? "X" : status;
        List<SegmentText> segments = new ArrayList<>();
        segments.add(patient.shortPid(mrn));
        segments.add(visit.shortPv1());
        segments.add(new SegmentText("ORC")
                .set(1, "RE")
                .set(2, "O" + filler + "^EHR")
                .set(3, filler + "^LIS"));
        segments.add(new SegmentText("OBR")
                .set(1, "1")
                .set(2, "O" + filler + "^EHR")
                .set(3, filler + "^LIS")
                .set(4, any.panelCode() + "^" + any.panelName() + "^LN")
                .set(7, SegmentText.time(drawn))
                .set(16, visit.doctor())
                .set(22, SegmentText.time(at))
                .set(24, "LAB")
                .set(25, orderStatus));
        int line = 0;
        for (Map.Entry<LabTest, LabTest.Value> each : values.entrySet()) {
            LabTest test = each.getKey();
            segments.add(new SegmentText("OBX")
                    .set(1, Integer.toString(++line))
                    .set(2, "NM")
                    .set(3, test.loinc() + "^" + test.name() + "^LN")
                    .set(5, each.getValue().text())
                    .set(6, test.unit() + "^^UCUM")
                    .set(7, test.range())
                    .set(8, each.getValue().flag())
                    .set(11, status)
                    .set(14, SegmentText.time(drawn)));
        }
        patient.message("LIS", "ORU^R01^ORU_R01", at, segments, status.equals("C") || status.equals("W"));
    }

    private boolean happens(String fact) {
        return random.nextDouble() * 100 < facts.number(fact);
    }
}
