package dev.tributary.flow.management;

import java.util.Map;

/** Asks one part that the engine cannot do without whether it is there. */
@FunctionalInterface
public interface Probe {

    /**
     * Asks now; whoever calls limits the time.
     *
     * @return what may help an engineer, such as a version; no passwords, no patient data
     * @throws Exception if the part does not answer; its class and, where it is a fault, its detail are shown
     */
    Map<String, Object> ask() throws Exception;
}
