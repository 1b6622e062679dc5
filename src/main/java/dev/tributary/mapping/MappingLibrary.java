package dev.tributary.mapping;

import dev.tributary.hl7.MessageHeader;
import dev.tributary.mapping.document.MappingFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The mapping set: all tables of {@code mappings/}, and the plans made of them. Safe for any number of threads. */
public interface MappingLibrary {

    /**
     * @param header names the structure (MSH-9.3), else the event (MSH-9.1, MSH-9.2)
     * @param profile names the overlays and code folders
     * @return the compiled plan, the same object for the same structure and profile; the plan of the table {@code ANY}
     *     where the structure has no table of its own
     * @throws dev.tributary.base.ProblemsException if the tables of this structure hold mistakes, which only a library
     *     opened without a check can have
     */
    MappingPlan plan(MessageHeader header, FeedProfile profile);

    /** @return which set this is: a hash over all of its files, 12 hexadecimal digits */
    String version();

    /** @return the names of all code tables as their files are called, without the ending: {@code administrative-sex} */
    List<String> codeTables();

    /** @return every row of every table and overlay that does something, overruled rows apart; by file and line */
    List<RowPlace> rows();

    /**
     * Reads and checks every file of a folder.
     *
     * @param folder {@code mappings}; where it does not exist, the set that comes with the jar
     * @throws dev.tributary.base.ProblemsException with every mistake of every file
     */
    static MappingLibrary load(Path folder) {
        return load(folder, Path.of("config"));
    }

    /**
     * As {@link #load(Path)}, with codes that were added at run time. Everything is read now: what happens to the files
     * later does not change this set.
     *
     * @param folder {@code mappings}; where it does not exist, the set that comes with the jar
     * @param added folder with {@code codes/<folder>/<table>.csv}; it need not exist
     * @throws dev.tributary.base.ProblemsException with every mistake of every file
     */
    static MappingLibrary load(Path folder, Path added) {
        return of(files(folder).held(added));
    }

    /**
     * @param held files that do not change any more
     * @throws dev.tributary.base.ProblemsException with every mistake of every file
     */
    static MappingLibrary of(MappingFiles held) {
        FileLibrary library = new FileLibrary(held);
        library.checkAll();
        return library;
    }

    /** As {@link #load}, but reads only what is asked for, and finds mistakes then: for one message, quickly. */
    static MappingLibrary open(Path folder) {
        return new FileLibrary(files(folder));
    }

    /** @return the files of a folder; where it does not exist, those of the jar */
    static MappingFiles files(Path folder) {
        return Files.isDirectory(folder) ? MappingFiles.in(folder) : MappingFiles.shipped();
    }
}
