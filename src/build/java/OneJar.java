import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Makes the one runnable jar: every class and resource of the program and its libraries side by side in it. The build
 * runs this file at the end, after Maven has made the program's own jar.
 *
 * <p>Why not libraries as jars within the jar: the JVM reads this one by itself. No loader stands between, which took a
 * quarter of a start and half of a {@code convert}, and class data sharing and the AOT cache work on it as it is.
 * Entries are copied as they were packed, so that it takes seconds.
 *
 * <p>What several libraries bring under one name is joined where it is a list (services, Spring's and Camel's indexes)
 * and kept for each where it is a licence; for everything else the first on the class path wins, as it would there. Two
 * classes of one name that are not the same are refused: which of them ran would hang on the order of the class path.
 */
final class OneJar {

    private static final Pattern LEFT_OUT = Pattern.compile("META-INF/(MANIFEST\\.MF|INDEX\\.LIST|jandex\\.idx)"
            + "|META-INF/[^/]*\\.(SF|RSA|DSA|EC)|(META-INF/versions/\\d+/)?module-info\\.class"
            // for tools that write code, not for a program that runs
            + "|META-INF/(additional-)?spring-configuration-metadata\\.json|META-INF/spring\\.tooling"
            // Camel's plug-ins leave their sources of META-INF/services at the top
            + "|(component|language|dataformat|other|bean|dev-consoles)\\.properties|pom\\.xml");

    /** A folder here would make Tomcat read the whole jar for its pages; they are found without. */
    private static final String PAGES = "META-INF/resources/";

    private static final Pattern LICENCE = Pattern.compile(
            "(META-INF/)?[^/]*(LICEN[CS]E|NOTICE|DEPENDENCIES|L?GPL|ASL-)[^/]*", Pattern.CASE_INSENSITIVE);

    private static final Pattern LINES = Pattern.compile("META-INF/services/(?!.*\\.properties$).*"
            + "|META-INF/spring/.*\\.(imports|replacements)|META-INF/jolokia/services.*"
            + "|META-INF/spring\\.(handlers|schemas)|META-INF/io\\.netty\\.versions\\.properties"
            + "|META-INF/spring-autoconfigure-metadata\\.properties");

    private static final Pattern COMMA_LISTS = Pattern.compile("META-INF/spring(\\.|/aot\\.)factories");
    private static final Pattern WORD_LISTS = Pattern.compile("META-INF/services/.*\\.properties");

    private final ZipArchiveOutputStream out;
    private final long time;
    private final Set<String> written = new HashSet<>();
    /** Each class by its name: its check sum, and the library that it came from. */
    private final Map<String, Map.Entry<Long, String>> classes = new HashMap<>();

    private final Set<String> doubled = new TreeSet<>();
    private final Map<String, List<byte[]>> joined = new TreeMap<>();
    private final Map<String, String> versions = new TreeMap<>();

    private OneJar(ZipArchiveOutputStream out, long time) {
        this.out = out;
        this.time = time;
    }

    /** @param args where to write, main class, time of all entries in ms, class path with the program's own jar first */
    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[0]);
        Path unfinished = target.resolveSibling(target.getFileName() + ".new");
        List<ZipFile> jars = new ArrayList<>();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(unfinished)) {
            for (String file : args[3].split(File.pathSeparator)) {
                if (Files.isRegularFile(Path.of(file))) {
                    jars.add(ZipFile.builder().setPath(file).get());
                }
            }
            OneJar jar = new OneJar(out, Long.parseLong(args[2]));
            for (ZipFile library : jars) {
                jar.readVersion(library);
            }
            jar.writeManifest(args[1]);
            int number = 0;
            for (String file : args[3].split(File.pathSeparator)) {
                if (Files.isRegularFile(Path.of(file))) {
                    jar.copy(jars.get(number++), Path.of(file).getFileName().toString());
                }
            }
            jar.writeJoined();
            jar.refuseDoubled();
        } finally {
            for (ZipFile jar : jars) {
                jar.close();
            }
        }
        Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Libraries ask for the version of their own package; one for the whole jar would be wrong for each. */
    private void readVersion(ZipFile library) throws IOException {
        String version = manifest(library).getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        if (version != null) {
            Collections.list(library.getEntries()).stream()
                    .map(ZipArchiveEntry::getName)
                    .filter(name -> name.endsWith(".class") && name.indexOf('/') > 0 && !name.startsWith("META-INF/"))
                    .map(name -> name.substring(0, name.lastIndexOf('/') + 1))
                    .min((a, b) -> a.length() != b.length() ? a.length() - b.length() : a.compareTo(b))
                    .ifPresent(top -> versions.putIfAbsent(top, version));
        }
    }

    private static Manifest manifest(ZipFile library) throws IOException {
        ZipArchiveEntry entry = library.getEntry("META-INF/MANIFEST.MF");
        return entry == null ? new Manifest() : new Manifest(library.getInputStream(entry));
    }

    private void writeManifest(String mainClass) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, mainClass);
        main.put(Attributes.Name.MULTI_RELEASE, "true");
        // Netty and Artemis load native parts; newer JDKs warn unless the jar says that it may
        main.putValue("Enable-Native-Access", "ALL-UNNAMED");
        versions.forEach((top, version) -> {
            Attributes attributes = new Attributes();
            attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
            manifest.getEntries().put(top, attributes);
        });
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        write("META-INF/MANIFEST.MF", bytes.toByteArray());
    }

    private void copy(ZipFile library, String file) throws IOException {
        boolean multiRelease =
                "true".equalsIgnoreCase(manifest(library).getMainAttributes().getValue(Attributes.Name.MULTI_RELEASE));
        for (ZipArchiveEntry entry : Collections.list(library.getEntriesInPhysicalOrder())) {
            String name = entry.getName();
            if (LEFT_OUT.matcher(name).matches() || (!multiRelease && name.startsWith("META-INF/versions/"))) {
                continue;
            }
            if (entry.isDirectory()) {
                if (!name.startsWith(PAGES) && written.add(name)) {
                    out.putArchiveEntry(empty(name));
                    out.closeArchiveEntry();
                }
            } else if (LINES.matcher(name).matches()
                    || COMMA_LISTS.matcher(name).matches()
                    || WORD_LISTS.matcher(name).matches()) {
                joined.computeIfAbsent(name, n -> new ArrayList<>())
                        .add(library.getInputStream(entry).readAllBytes());
            } else {
                String to = LICENCE.matcher(name).matches()
                        ? "META-INF/licenses/" + file + "/" + name.substring(name.lastIndexOf('/') + 1)
                        : name;
                if (written.add(to)) {
                    copy(library, entry, to);
                }
                if (name.endsWith(".class")) {
                    see(name, entry.getCrc(), file);
                }
            }
        }
    }

    private void see(String name, long checksum, String file) {
        Map.Entry<Long, String> first = classes.putIfAbsent(name, Map.entry(checksum, file));
        if (first != null && first.getKey() != checksum) {
            doubled.add(
                    first.getValue() + " and " + file + " differ in " + name.substring(0, name.lastIndexOf('/') + 1));
        }
    }

    private void refuseDoubled() {
        if (!doubled.isEmpty()) {
            throw new IllegalStateException(String.join("\n", doubled)
                    + "\nExclude one of the two in pom.xml, and ban it there so that it does not come back.");
        }
    }

    private void copy(ZipFile library, ZipArchiveEntry entry, String to) throws IOException {
        ZipArchiveEntry copy = empty(to);
        copy.setMethod(entry.getMethod());
        copy.setSize(entry.getSize());
        copy.setCompressedSize(entry.getCompressedSize());
        copy.setCrc(entry.getCrc());
        out.addRawArchiveEntry(copy, library.getRawInputStream(entry));
    }

    private void writeJoined() throws IOException {
        for (Map.Entry<String, List<byte[]>> file : joined.entrySet()) {
            boolean commas = COMMA_LISTS.matcher(file.getKey()).matches();
            boolean words = WORD_LISTS.matcher(file.getKey()).matches();
            write(file.getKey(), commas || words ? lists(file.getValue(), commas ? "," : " ") : lines(file.getValue()));
        }
    }

    private static byte[] lines(List<byte[]> parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
            all.write('\n');
        }
        return all.toByteArray();
    }

    private static byte[] lists(List<byte[]> parts, String separator) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        for (byte[] part : parts) {
            Properties properties = new Properties();
            properties.load(new ByteArrayInputStream(part));
            new TreeMap<>(properties)
                    .forEach((key, value) ->
                            all.merge((String) key, (String) value, (before, more) -> before + separator + more));
        }
        StringBuilder text = new StringBuilder();
        all.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void write(String name, byte[] content) throws IOException {
        written.add(name);
        out.putArchiveEntry(empty(name));
        out.write(content);
        out.closeArchiveEntry();
    }

    private ZipArchiveEntry empty(String name) {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTime(time);
        return entry;
    }
}
