package dev.tributary.flow.mappings;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names, sizes and times of all files of some folders: equal stamps mean that nothing was written in between. Asked of the
 * file system again and again, since notifications do not come from network folders and container mounts.
 *
 * @param files by path
 */
record FolderStamp(Map<String, String> files) {

    /** Keeps a copy of the map. */
    FolderStamp {
        files = Map.copyOf(files);
    }

    /** @return the stamp now; a folder that does not exist has no files */
    static FolderStamp of(List<Path> folders) {
        Map<String, String> files = new TreeMap<>();
        for (Path folder : folders) {
            add(folder, files);
        }
        return new FolderStamp(files);
    }

    private static void add(Path folder, Map<String, String> files) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                    files.put(file.toString(), about.size() + " " + about.lastModifiedTime());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    // an editor renames and deletes while we look: the next look sees the outcome
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            files.put(folder.toString(), "unreadable");
        }
    }
}
