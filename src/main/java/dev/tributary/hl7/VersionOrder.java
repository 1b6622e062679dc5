package dev.tributary.hl7;

/** Compares MSH-12, which may be anything. */
final class VersionOrder {

    private VersionOrder() {}

    /** @return whether {@code 2.5.1} is at least major.minor; what is no version counts as the newest */
    static boolean atLeast(String version, int major, int minor) {
        String[] numbers = version.split("\\.", -1);
        int first = number(numbers[0]);
        int second = numbers.length > 1 ? number(numbers[1]) : 0;
        return first < 0 || second < 0 || first > major || (first == major && second >= minor);
    }

    private static int number(String digits) {
        boolean isNumber =
                !digits.isEmpty() && digits.length() < 9 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(digits) : -1;
    }
}
