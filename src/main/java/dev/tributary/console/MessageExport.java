package dev.tributary.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.base.MessageId;
import dev.tributary.base.SpreadsheetCell;
import dev.tributary.journal.MessageQuery;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.MessageSummary;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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

    MessageExport(MessageSearch search, ObjectMapper json) {
        this.search = search;
        this.json = json;
    }

    /**
     * @param query what to look for; its limit is not used: at most the newest 10,000 are written
     * @param format {@code hl7} (the bytes of each as they came, parted by an empty line), {@code ndjson} or {@code csv}
     */
    void write(MessageQuery query, String format, HttpServletResponse response) throws IOException {
        response.setContentType(
                switch (format) {
                    case "hl7" -> "application/hl7-v2";
                    case "ndjson" -> "application/x-ndjson";
                    case "csv" -> "text/csv;charset=UTF-8";
                    default -> throw new IllegalArgumentException("format '" + format + "': use hl7, ndjson or csv");
                });
        response.setHeader("Content-Disposition", "attachment; filename=\"messages." + format + "\"");
        OutputStream out = response.getOutputStream();
        if (format.equals("csv")) {
            out.write(HEAD.getBytes(StandardCharsets.UTF_8));
        }
        MessageQuery next = query.withLimit(AT_ONCE);
        for (int written = 0; written < MOST; ) {
            List<MessageSummary> page = search.find(next);
            for (MessageSummary message : page) {
                out.write(line(message, format));
            }
            written += page.size();
            if (page.size() < AT_ONCE) {
                return;
            }
            next = next.after(page.get(page.size() - 1).id());
        }
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
