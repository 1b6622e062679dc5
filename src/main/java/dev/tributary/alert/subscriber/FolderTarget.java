package dev.tributary.alert.subscriber;

import java.nio.file.Path;

/**
 * A folder that gets one file for each alert.
 *
 * @param folder made if it is not there
 * @param payload what a file holds
 * @param retry after a failure
 */
public record FolderTarget(Path folder, Payload payload, Retry retry) implements Target {

    @Override
    public String address() {
        return "folder " + folder;
    }
}
