package dev.tributary.console;

import dev.tributary.journal.MessageSearch;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts {@link ScopedSearch} before the journal, whoever asks for it, so that no page can forget to. */
final class ScopedReading implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof MessageSearch search && !(bean instanceof ScopedSearch)
                ? new ScopedSearch(search)
                : bean;
    }
}
