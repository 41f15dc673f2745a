package io.millrace.connector.openai.stub;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * HTTP/1.1 on a socket (RFC 9112), as much as its clients use: one request after the other, bodies by length or in
 * chunks. By hand, because a test's server must be able to reset a connection and to notice that its client left.
 */
final class HttpExchange {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final ReplyBuffer reply = new ReplyBuffer();
    private byte[] body = new byte[8192];

    HttpExchange(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /**
     * @param query what follows the question mark; empty for none
     * @param headers names in lower case
     * @param body good until the next request is read
     */
    record Request(String method, String path, String query, Map<String, String> headers, ByteBuffer body) {}

    /**
     * The next request on this connection.
     *
     * @throws EOFException when the client has closed it
     */
    Request read() throws IOException {
        String[] start = line().split(" ", -1);
        if (start.length != 3) {
            throw new IOException("Not an HTTP request line");
        }
        Map<String, String> headers = headers();
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        int query = start[1].indexOf('?');
        String path = query < 0 ? start[1] : start[1].substring(0, query);
        return new Request(start[0], path, query < 0 ? "" : start[1].substring(query + 1), headers, body(headers));
    }

    /** Where the next answer's body is to be written; what is there is forgotten. */
    ReplyBuffer reply() {
        reply.clear();
        return reply;
    }

    /** Answers with what was written to {@link #reply()}. */
    void send(int status, Map<String, String> headers) throws IOException {
        byte[] head = head(status, headers, reply.length());
        out.write(reply.bytes(), reply.start(head), head.length + reply.length());
        out.flush();
    }

    /** Announces the whole of what was written to {@link #reply()} and sends half of it. */
    void sendHalf(int status, Map<String, String> headers) throws IOException {
        byte[] head = head(status, headers, reply.length());
        out.write(reply.bytes(), reply.start(head), head.length + reply.length() / 2);
        out.flush();
    }

    /** Begins an answer of server-sent events, each of which goes at once. */
    void startStream(Map<String, String> headers) throws IOException {
        out.write(head(200, "text/event-stream", headers, "Transfer-Encoding: chunked"));
        out.flush();
    }

    /** Sends an event, in an HTTP chunk of its own. */
    void event(String data) throws IOException {
        byte[] event = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes((Integer.toHexString(event.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        chunk.writeBytes(event);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        chunk.writeTo(out);
        out.flush();
    }

    void endStream() throws IOException {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Closes with a TCP reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Blocks until the client leaves or this side closes. */
    void awaitClientGone() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // A reset is one way of leaving.
            return;
        }
    }

    private static byte[] head(int status, Map<String, String> headers, int length) {
        return head(status, "application/json", headers, "Content-Length: " + length);
    }

    private static byte[] head(int status, String type, Map<String, String> headers, String framing) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Stub\r\n");
        head.append("Content-Type: ").append(type).append("\r\nx-request-id: req_stub\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append(framing).append("\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private ByteBuffer body(Map<String, String> headers) throws IOException {
        if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            int size = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            take(0, size);
            return ByteBuffer.wrap(body, 0, size);
        }
        int length = 0;
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            take(length, size);
            length += size;
            line();
        }
        line();
        return ByteBuffer.wrap(body, 0, length);
    }

    /** Reads so many bytes to this place of the body. */
    private void take(int at, int size) throws IOException {
        if (body.length < at + size) {
            body = Arrays.copyOf(body, Math.max(body.length * 2, at + size));
        }
        if (in.readNBytes(body, at, size) < size) {
            throw new EOFException("The client closed the connection within a body");
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The client closed the connection");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
