package io.millrace.connector.words;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream, as bytes, ended by a line feed alone: words hold what else ends a line in Unicode. */
final class Lines {
    /** No word with its vector is longer: 65,536 numbers of 16 digits. */
    private static final int MAX_LENGTH = 1 << 21;

    private final InputStream stream;
    private byte[] line = new byte[1 << 13];
    private int length;
    private long number;

    Lines(InputStream stream) {
        this.stream = stream;
    }

    /** The number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /**
     * Goes on to the next line.
     *
     * @return whether there was one
     */
    boolean next() throws IOException {
        length = 0;
        int read = stream.read();
        if (read < 0) {
            return false;
        }
        number++;
        for (; read >= 0 && read != '\n'; read = stream.read()) {
            if (length == line.length) {
                if (length >= MAX_LENGTH) {
                    throw new MalformedFileException("line %d has more than %d bytes".formatted(number, MAX_LENGTH));
                }
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = (byte) read;
        }
        while (length > 0 && isSpace(line[length - 1])) {
            length--;
        }
        return true;
    }

    /** The line that was read last, without what ends it and without white space after it. Used again for the next. */
    byte[] current() {
        return line;
    }

    /** Bytes of the line that was read last. */
    int length() {
        return length;
    }

    static boolean isSpace(byte character) {
        return character == ' ' || character == '\t' || character == '\r';
    }
}
