package dev.tributary.mapping;

/** For a fuzzer: any bytes become FHIR, and each value in them is accounted for. */
public final class ConversionFuzz {

    private ConversionFuzz() {}

    /** @param data a message, or anything */
    public static void fuzzerTestOneInput(byte[] data) {
        ConversionLaws.check(data, "input");
    }
}
