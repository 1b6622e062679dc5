package dev.tributary.cli.test;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.flow.bench.Failure;
import dev.tributary.flow.bench.TestResult;
import dev.tributary.mapping.RowPlace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** How results are printed. */
enum ResultFormat {
    /** For people: failures with their place, then the count. */
    TEXT {
        @Override
        void print(List<TestResult> results, List<RowPlace> untouched, PrintWriter out) {
            for (TestResult result : results) {
                if (!result.passed()) {
                    out.println("FAILED " + result.test().file() + ":"
                            + result.test().line() + " " + result.test().name());
                    result.failures().forEach(failure -> out.println("    " + failure));
                }
            }
            long failed = results.stream().filter(result -> !result.passed()).count();
            untouched.forEach(row -> out.println(row.file() + ":" + row.line() + ": no test runs the row " + row.id()));
            out.println(results.size() + " tests, " + failed + " failed"
                    + (untouched.isEmpty() ? "" : ", " + untouched.size() + " rows untouched"));
        }
    },

    /** For programs. */
    JSON {
        @Override
        void print(List<TestResult> results, List<RowPlace> untouched, PrintWriter out) {
            ObjectNode all = new ObjectMapper().createObjectNode();
            all.put("tests", results.size());
            all.put(
                    "failed",
                    results.stream().filter(result -> !result.passed()).count());
            ArrayNode list = all.putArray("results");
            for (TestResult result : results) {
                ObjectNode one = list.addObject();
                one.put("file", result.test().file());
                one.put("line", result.test().line());
                one.put("test", result.test().name());
                one.put("passed", result.passed());
                ArrayNode failures = one.putArray("failures");
                for (Failure failure : result.failures()) {
                    failures.addObject()
                            .put("file", failure.file())
                            .put("line", failure.line())
                            .put("what", failure.what())
                            .put("expected", failure.expected())
                            .put("actual", failure.actual());
                }
            }
            ArrayNode rows = all.putArray("untouched");
            for (RowPlace row : untouched) {
                rows.addObject().put("row", row.id()).put("file", row.file()).put("line", row.line());
            }
            out.println(all);
        }
    },

    /** The XML that build servers read; one suite for each file. */
    JUNIT {
        @Override
        void print(List<TestResult> results, List<RowPlace> untouched, PrintWriter out) {
            Map<String, List<TestResult>> byFile = results.stream()
                    .collect(Collectors.groupingBy(
                            result -> result.test().file(), LinkedHashMap::new, Collectors.toList()));
            try {
                StringWriter text = new StringWriter();
                XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
                xml.writeStartDocument();
                xml.writeStartElement("testsuites");
                for (Map.Entry<String, List<TestResult>> suite : byFile.entrySet()) {
                    suite(xml, suite.getKey(), suite.getValue());
                }
                xml.writeEndElement();
                xml.writeEndDocument();
                out.println(text);
            } catch (XMLStreamException e) {
                throw new IllegalStateException(e);
            }
        }

        private void suite(XMLStreamWriter xml, String file, List<TestResult> results) throws XMLStreamException {
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", file);
            xml.writeAttribute("tests", Integer.toString(results.size()));
            xml.writeAttribute(
                    "failures",
                    Long.toString(
                            results.stream().filter(each -> !each.passed()).count()));
            for (TestResult result : results) {
                xml.writeStartElement("testcase");
                xml.writeAttribute("classname", file);
                xml.writeAttribute("name", result.test().name());
                for (Failure failure : result.failures()) {
                    xml.writeStartElement("failure");
                    xml.writeAttribute("message", failure.what());
                    xml.writeCharacters(failure.toString());
                    xml.writeEndElement();
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
    };

    abstract void print(List<TestResult> results, List<RowPlace> untouched, PrintWriter out);
}
