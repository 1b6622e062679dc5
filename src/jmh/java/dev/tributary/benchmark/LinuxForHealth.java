package dev.tributary.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The yardstick: LinuxForHealth's converter, with its own versions of all its libraries in a class loader of its own.
 * {@code target/yardstick.classpath} names them (see {@code src/jmh/yardstick/pom.xml}).
 */
final class LinuxForHealth {

    private static final Path CLASS_PATH = Path.of("target", "yardstick.classpath");

    private final Object converter;
    private final Method convert;

    LinuxForHealth() {
        try {
            ClassLoader own = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader());
            // it finds its templates by the thread's class loader
            Thread.currentThread().setContextClassLoader(own);
            Class<?> type = Class.forName("io.github.linuxforhealth.hl7.HL7ToFHIRConverter", true, own);
            converter = type.getConstructor().newInstance();
            convert = type.getMethod("convert", String.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the yardstick does not start", e);
        }
    }

    /** @return the Bundle as JSON */
    Object toJson(String message) {
        try {
            return convert.invoke(converter, message);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the yardstick refuses the message", e);
        }
    }

    private static URL[] jars() {
        List<URL> jars = new ArrayList<>();
        try {
            for (String jar : Files.readString(CLASS_PATH).strip().split(File.pathSeparator)) {
                jars.add(Path.of(jar).toUri().toURL());
            }
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("first: mvn -f src/jmh/yardstick dependency:build-classpath", e);
        }
        return jars.toArray(URL[]::new);
    }
}
