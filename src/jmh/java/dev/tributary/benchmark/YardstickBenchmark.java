package dev.tributary.benchmark;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.nio.charset.StandardCharsets;
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

/** What others do with the same bytes: LinuxForHealth's converter to JSON, HAPI's parser to its message classes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 2)
public class YardstickBenchmark {

    @Param({"adt-a01", "adt-a08", "oru-r01-12", "oru-r01-20nte"})
    private String message = "";

    private byte[] bytes = {};

    @Setup
    public void read() {
        bytes = Samples.read(message);
    }

    /** LinuxForHealth, started once. */
    @State(Scope.Benchmark)
    public static class Converter {

        private final LinuxForHealth converter = new LinuxForHealth();
    }

    /** HAPI's parser without validation, started once. */
    @State(Scope.Benchmark)
    public static class Parser {

        private final PipeParser parser;

        public Parser() {
            DefaultHapiContext context = new DefaultHapiContext();
            context.setValidationContext(ValidationContextFactory.noValidation());
            parser = context.getPipeParser();
        }
    }

    /** Bytes to a Bundle as JSON, by LinuxForHealth. */
    @Benchmark
    public Object linuxForHealthBytesToJson(Converter linuxForHealth) {
        return linuxForHealth.converter.toJson(new String(bytes, StandardCharsets.UTF_8));
    }

    /** Bytes to HAPI's message classes. */
    @Benchmark
    public Message hapiBytesToMessage(Parser hapi) throws HL7Exception {
        return hapi.parser.parse(new String(bytes, StandardCharsets.UTF_8));
    }
}
