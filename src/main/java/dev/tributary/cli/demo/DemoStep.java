package dev.tributary.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that happens in the morning.
 *
 * @param time of the clock on the ward's wall
 * @param what a line for people
 * @param controlId MSH-10
 * @param message as it goes over the wire
 */
record DemoStep(String time, String what, String controlId, byte[] message) {

    private static final String START = "== ";

    /**
     * @param script steps that begin with {@code == time | what}, each followed by its segments, a line each
     * @param day YYYYMMDD, put in place of {@code ${day}}
     * @param run put in place of {@code ${run}}
     * @return the steps in order
     */
    static List<DemoStep> read(String script, String day, String run) {
        List<DemoStep> steps = new ArrayList<>();
        for (String part : script.split("\n" + START)) {
            // what stands before the first step is for whoever opens the file
            if (part.startsWith("#")) {
                continue;
            }
            List<String> lines = part.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            String[] title = lines.get(0).split(" \\| ", 2);
            String message = String.join("\r", lines.subList(1, lines.size()))
                            .replace("${day}", day)
                            .replace("${run}", run)
                    + "\r";
            steps.add(new DemoStep(
                    title[0], title[1], message.split("\\|", 11)[9], message.getBytes(StandardCharsets.UTF_8)));
        }
        return steps;
    }
}
