package dev.tributary.flow.management.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that are too large: by what their head says with 413, and where it does not say, when they are read. A
 * compressed body is refused with 415, since a small one may hold gigabytes and our clients are near.
 */
final class BodyLimitFilter extends OncePerRequestFilter {

    private final long limit;

    /** @param limit in bytes */
    BodyLimitFilter(long limit) {
        this.limit = limit;
    }

    /** A feed has a limit of its own, and answers by HL7. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().matches("/api/feeds/[^/]+/messages");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String encoding = Objects.requireNonNullElse(request.getHeader("Content-Encoding"), "identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            Refusals.compressed(response);
        } else if (request.getContentLengthLong() > limit) {
            Refusals.tooLarge(response, limit);
        } else if (request.getContentLengthLong() < 0) {
            chain.doFilter(new Counted(request, limit), response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** A request whose head does not say how long it is. */
    private static final class Counted extends HttpServletRequestWrapper {

        private final long limit;

        Counted(HttpServletRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new CountedStream(super.getInputStream(), limit);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            String charset = Objects.requireNonNullElse(getCharacterEncoding(), StandardCharsets.UTF_8.name());
            return new BufferedReader(new InputStreamReader(getInputStream(), charset));
        }
    }

    private static final class CountedStream extends ServletInputStream {

        private final ServletInputStream in;
        private long left;

        CountedStream(ServletInputStream in, long limit) {
            this.in = in;
            this.left = limit;
        }

        private int count(int read) throws IOException {
            left -= Math.max(read, 0);
            if (left < 0) {
                throw new IOException("the request's body is larger than tributary.http.max-body");
            }
            return read;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return count(in.read(bytes, offset, length));
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
