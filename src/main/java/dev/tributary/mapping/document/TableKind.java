package dev.tributary.mapping.document;

/** The three kinds of YAML table, as the guide has them. */
public enum TableKind {
    /** Which segment gives which resource. */
    MESSAGE("message", "messages"),
    /** Which field gives which element. */
    SEGMENT("segment", "segments"),
    /** Which component gives which element. */
    DATATYPE("datatype", "datatypes");

    private final String key;
    private final String folder;

    TableKind(String key, String folder) {
        this.key = key;
        this.folder = folder;
    }

    /** @return the key that begins such a file */
    public String key() {
        return key;
    }

    /** @return the folder of such files */
    public String folder() {
        return folder;
    }
}
