package dev.tributary;

import dev.tributary.cli.Cli;

/** The one entry of {@code tributary.jar}: a verb of the command line, or, without one, the engine. */
public final class Tributary {

    private static final String LOGGING = "logback.configurationFile";

    private Tributary() {}

    /**
     * @param args a CLI verb with its arguments, or engine options such as {@code --demo}
     */
    public static void main(String[] args) {
        if (Cli.isMeant(args)) {
            // before the first logger is made; the engine has its own, through Spring
            if (System.getProperty(LOGGING) == null) {
                System.setProperty(LOGGING, "cli/logback.xml");
            }
            System.exit(new Cli().run(args));
        }
        EngineApplication.main(args);
    }
}
