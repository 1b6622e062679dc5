package dev.tributary.cli.simulate;

import dev.tributary.cli.WrongInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** Writes deliveries into a folder, and the truth beside them. */
final class FileOutlet {

    private final Path folder;
    private final boolean perDay;

    FileOutlet(Path folder, boolean perDay) {
        this.folder = folder;
        this.perDay = perDay;
    }

    /** @throws WrongInput if the folder holds something already, or cannot be written */
    void write(List<Schedule.Entry> entries, String truth) {
        try {
            Files.createDirectories(folder);
            try (var inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new WrongInput(folder + " is not empty: name a new folder, so that no old message stays among"
                            + " the new ones");
                }
            }
            int number = 0;
            for (Schedule.Entry entry : entries) {
                number++;
                Files.write(
                        folder.resolve(perDay ? day(entry) : name(number, entry.delivery())),
                        entry.delivery().bytes(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
            Files.writeString(folder.resolve("truth.json"), truth);
        } catch (IOException e) {
            throw new WrongInput(folder + " cannot be written: " + e.getMessage());
        }
    }

    private static String day(Schedule.Entry entry) {
        return entry.delivery().time().toLocalDate() + ".hl7";
    }

    private static String name(int number, Delivery delivery) {
        SimulatedMessage first = delivery.messages().get(0);
        return String.format(
                Locale.ROOT,
                "%06d-%s-%s.hl7",
                number,
                delivery.batch() ? "BATCH" : first.type().replace('^', '_'),
                first.controlId());
    }
}
