package dev.tributary.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.base.MessageId;
import dev.tributary.base.SpreadsheetCell;
import dev.tributary.flow.management.audit.AuditAction;
import dev.tributary.flow.management.audit.RequestAudit;
import dev.tributary.journal.MessageQuery;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.MessageSummary;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what a search finds to a file, page by page, so that nothing but one page is ever held. */
final class MessageExport {

    private static final int AT_ONCE = 500;
    private static final int MOST = 10_000;
    private static final String HEAD = "id,receivedAt,feed,type,controlId,sender,state,reason,detail,where\r\n";

    private final MessageSearch search;
    private final ObjectMapper json;
    private final RequestAudit audit;

    /**
     * @param search the journal
     * @param json for NDJSON
     * @param audit written before each page goes out
     */
    MessageExport(MessageSearch search, ObjectMapper json, RequestAudit audit) {
        this.search = search;
        this.json = json;
        this.audit = audit;
    }

    /**
     * @param query what to look for; its limit is not used: at most the newest 10,000 are written
     * @param format {@code hl7} (the bytes of each as they came, parted by an empty line), {@code ndjson} or {@code csv}
     */
    void write(MessageQuery query, String format, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String type = type(format);
        MessageQuery next = query.withLimit(AT_ONCE);
        int written = 0;
        while (written < MOST) {
            List<MessageSummary> page = search.find(next);
            List<byte[]> lines = new ArrayList<>();
            for (MessageSummary message : page) {
                lines.add(line(message, format));
            }
            audit.write(request, AuditAction.EXPORT);
            if (written == 0) {
                response.setContentType(type);
                response.setHeader("Content-Disposition", "attachment; filename=\"messages." + format + "\"");
                if (format.equals("csv")) {
                    response.getOutputStream().write(HEAD.getBytes(StandardCharsets.UTF_8));
                }
            }
            for (byte[] line : lines) {
                response.getOutputStream().write(line);
            }
            written += page.size();
            if (page.size() < AT_ONCE) {
                return;
            }
            next = next.after(page.get(page.size() - 1).id());
        }
    }

    private static String type(String format) {
        return switch (format) {
            case "hl7" -> "application/hl7-v2";
            case "ndjson" -> "application/x-ndjson";
            case "csv" -> "text/csv;charset=UTF-8";
            default -> throw new IllegalArgumentException("format '" + format + "': use hl7, ndjson or csv");
        };
    }

    private byte[] line(MessageSummary message, String format) throws IOException {
        return switch (format) {
            case "hl7" -> bytes(message.id());
            case "ndjson" -> (json.writeValueAsString(MessageView.of(message)) + "\n").getBytes(StandardCharsets.UTF_8);
            default -> (csv(message) + "\r\n").getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] bytes(MessageId id) {
        byte[] sent = search.read(id).map(found -> found.bytes()).orElse(new byte[0]);
        byte[] parted = new byte[sent.length + 2];
        System.arraycopy(sent, 0, parted, 0, sent.length);
        parted[sent.length] = '\r';
        parted[sent.length + 1] = '\n';
        return parted;
    }

    private static String csv(MessageSummary message) {
        return Stream.of(
                        message.id().toString(),
                        message.receivedAt().toString(),
                        message.feed().value(),
                        message.type(),
                        message.controlId(),
                        message.sender(),
                        Words.of(message.state()),
                        message.reason(),
                        message.detail(),
                        message.where())
                .map(SpreadsheetCell::quoted)
                .collect(Collectors.joining(","));
    }
}
