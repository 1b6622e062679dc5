package dev.tributary.flow.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.base.ProblemsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLockTest {

    private final Path folder;

    EngineLockTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void refusesASecondEngineOnTheSameDataFolderAndNamesTheFirst() throws Exception {
        EngineLock first = EngineLock.take(folder);

        assertThatThrownBy(() -> EngineLock.take(folder))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("engine.lock")
                .hasMessageContaining("process " + ProcessHandle.current().pid())
                .hasMessageContaining("tributary.data-dir");
        first.close();
    }

    @Test
    void isFreeAgainOnceTheEngineIsGone() throws Exception {
        EngineLock.take(folder).close();

        try (EngineLock second = EngineLock.take(folder)) {
            assertThat(second).isNotNull();
        }
    }

    @Test
    void saysWhenTheDataFolderCannotBeUsed() throws Exception {
        Path file = Files.createFile(folder.resolve("data"));

        assertThatThrownBy(() -> EngineLock.take(file))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("the data folder cannot be used");
    }
}
