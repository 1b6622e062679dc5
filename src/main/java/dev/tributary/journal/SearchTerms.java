package dev.tributary.journal;

import dev.tributary.hl7.WireMessage;
import java.util.Set;

/** Which words a message is to be found by. */
@FunctionalInterface
public interface SearchTerms {

    /**
     * @param message as it came, perhaps without its end if it is large
     * @return words in upper case; patient data
     */
    Set<String> of(WireMessage message);
}
