package io.millrace.connector.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.document.Origin;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A header of records that are sent round again: which record of the topic they were at first, as
 * {@code documents-0@15 1700000000000}, with the time in milliseconds. They take that record's place in the order of
 * states: a newer one that came meanwhile stays the newer one, even if both are of the same millisecond, or the topic
 * gives records times of its own.
 */
final class ReplayHeader {
    static final String NAME = "millrace-replay-of";

    private static final Pattern VALUE = Pattern.compile("(.+)-(\\d{1,9})@(\\d{1,18}) (\\d{1,18})");

    private ReplayHeader() {}

    static byte[] of(String topic, int partition, long offset, long timestamp) {
        return "%s-%d@%d %d".formatted(topic, partition, offset, timestamp).getBytes(UTF_8);
    }

    /** Where the record is from: from where it was at first, if its header says so of this very topic. */
    static Origin origin(ConsumerRecord<?, ?> read) {
        Header header = read.headers().lastHeader(NAME);
        if (header != null && header.value() != null) {
            Matcher first = VALUE.matcher(new String(header.value(), UTF_8));
            if (first.matches() && first.group(1).equals(read.topic())) {
                return Origin.ofTopic(
                        read.topic(),
                        Integer.parseInt(first.group(2)),
                        Long.parseLong(first.group(3)),
                        Long.parseLong(first.group(4)));
            }
        }
        return Origin.ofTopic(read.topic(), read.partition(), read.offset(), read.timestamp());
    }
}
