package dev.tributary.flow.wire;

/** Which acknowledgment rules a feed follows. */
public enum AckMode {
    /** As each message asks: enhanced where MSH-15 or MSH-16 is valued, else original (HL7 v2.5.1 §2.9). */
    AUTO,
    /** Always AA, AE or AR at receipt, whatever MSH-15 and MSH-16 say; for devices that break on two phases. */
    ORIGINAL,
    /** Always CA, CE or CR at receipt, an empty MSH-15 read as AL and an empty MSH-16 as NE. */
    ENHANCED
}
