package dev.tributary.base;

/**
 * One mistake in a file that a user edits.
 *
 * @param file as the user would name it: {@code mappings/segments/pid-patient.yaml}
 * @param line from 1; 0 if the mistake has no line
 * @param what the offending word and what is wrong with it
 * @param cure what to write instead, with the nearest valid words if there are some; empty if {@code what} says it
 */
public record Problem(String file, int line, String what, String cure) {

    @Override
    public String toString() {
        String place = line > 0 ? file + ":" + line : file;
        return cure.isEmpty() ? place + ": " + what : place + ": " + what + " (" + cure + ")";
    }
}
