package dev.tributary.benchmark;

import dev.tributary.base.FeedName;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.FhirJson;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.MappingResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the bytes of a message to what they say, to FHIR resources and to JSON; messages per second of one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 2)
public class ConversionBenchmark {

    @Param({"adt-a01", "adt-a08", "oru-r01-12", "oru-r01-20nte", "siu-s12"})
    private String message = "";

    private final FeedProfile profile = FeedProfile.of(FeedName.DEFAULT, ZoneOffset.UTC);
    private final MappingLibrary library = MappingLibrary.open(Path.of("mappings"));
    private byte[] bytes = {};

    @Setup
    public void read() {
        bytes = Samples.read(message);
    }

    /** Bytes to {@link Hl7Message}. */
    @Benchmark
    public Hl7Message bytesToMessage() {
        return Hl7Reader.read(bytes, StandardCharsets.UTF_8);
    }

    /** Bytes to FHIR resources, as the engine does before the store. */
    @Benchmark
    public MappingResult bytesToResources() {
        Hl7Message read = Hl7Reader.read(bytes, StandardCharsets.UTF_8);
        return library.plan(read.header(), profile).applyWithoutLineage(read, profile);
    }

    /** Bytes to a Bundle as JSON. */
    @Benchmark
    public String bytesToJson() {
        return FhirJson.writeBundle(bytesToResources());
    }

    /** Bytes to FHIR resources, and what became of each value. */
    @Benchmark
    public MappingResult bytesToResourcesWithLineage() {
        Hl7Message read = Hl7Reader.read(bytes, StandardCharsets.UTF_8);
        return library.plan(read.header(), profile).apply(read, profile);
    }
}
