package io.millrace.connector.bedrock.stub;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A message of a stream ({@code application/vnd.amazon.eventstream}, smithy.io/2.0/aws/amazon-eventstream.html): lengths of all and
 * of the headers, a checksum of both, headers, payload, a checksum of all before it.
 */
public final class EventMessage {
    private static final int AROUND = 16;
    private static final byte STRING = 7;

    private EventMessage() {}

    /** An event such as {@code contentBlockDelta}. */
    public static byte[] event(String type, String payload) {
        return of("event", ":event-type", type, payload);
    }

    /** A failure such as {@code throttlingException}. */
    public static byte[] exception(String type, String payload) {
        return of("exception", ":exception-type", type, payload);
    }

    private static byte[] of(String kind, String typeHeader, String type, String json) {
        Map<String, String> named = new LinkedHashMap<>();
        named.put(typeHeader, type);
        named.put(":content-type", "application/json");
        named.put(":message-type", kind);
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        named.forEach((name, value) -> headers.writeBytes(header(name, value)));
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[AROUND + headers.size() + payload.length];
        ByteBuffer message = ByteBuffer.wrap(bytes);
        message.putInt(bytes.length).putInt(headers.size());
        message.putInt(checksum(bytes, message.position()));
        message.put(headers.toByteArray()).put(payload);
        message.putInt(checksum(bytes, message.position()));
        return bytes;
    }

    private static byte[] header(String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + nameBytes.length + valueBytes.length)
                .put((byte) nameBytes.length)
                .put(nameBytes)
                .put(STRING)
                .putShort((short) valueBytes.length)
                .put(valueBytes)
                .array();
    }

    /** Of the first so many. */
    private static int checksum(byte[] bytes, int count) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, count);
        return (int) sum.getValue();
    }
}
