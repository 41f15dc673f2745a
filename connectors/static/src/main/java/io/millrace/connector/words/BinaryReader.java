package io.millrace.connector.words;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The binary files of Word2Vec: its header, then each word, a space, and its numbers in four bytes each, the lowest first.
 * The original program puts a line feed after each, others don't.
 */
final class BinaryReader implements VectorReader {
    private static final int MAX_WORD = 1 << 12;

    private final DataInputStream stream;
    private final Header header;
    private final byte[] numbers;
    private final byte[] spelling = new byte[MAX_WORD];
    private long words;
    private byte[] word = {};

    /** Reads the header. */
    BinaryReader(InputStream stream) throws IOException {
        this.stream = new DataInputStream(stream);
        Lines lines = new Lines(stream);
        Header read =
                lines.next() ? Header.of(new String(lines.current(), 0, lines.length(), StandardCharsets.UTF_8)) : null;
        if (read == null) {
            throw new MalformedFileException("line 1 doesn't say how many words and numbers there are");
        }
        header = read;
        numbers = new byte[header.dimension() * Float.BYTES];
    }

    @Override
    public int dimension() {
        return header.dimension();
    }

    @Override
    public boolean next(float[] vector) throws IOException {
        if (words == header.words()) {
            checkNothingFollows();
            return false;
        }
        words++;
        try {
            word = spelling();
            stream.readFully(numbers);
        } catch (EOFException e) {
            throw new MalformedFileException("it ends within %s".formatted(place()));
        }
        ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw new MalformedFileException("%s has as number %d what is no number".formatted(place(), i + 1));
            }
        }
        return true;
    }

    @Override
    public byte[] word() {
        return word;
    }

    @Override
    public String place() {
        return "word %d of %d".formatted(words, header.words());
    }

    private byte[] spelling() throws IOException {
        int length = 0;
        for (byte character = stream.readByte(); character != ' '; character = stream.readByte()) {
            if (length == 0 && character == '\n') {
                continue;
            }
            if (length == MAX_WORD) {
                throw new MalformedFileException("%s has more than %d bytes".formatted(place(), MAX_WORD));
            }
            spelling[length++] = character;
        }
        if (length == 0) {
            throw new MalformedFileException("%s has no letters".formatted(place()));
        }
        return Arrays.copyOf(spelling, length);
    }

    private void checkNothingFollows() throws IOException {
        for (int read = stream.read(); read >= 0; read = stream.read()) {
            if (read != '\n') {
                throw new MalformedFileException(
                        "more follows after the %d words that line 1 says there are".formatted(header.words()));
            }
        }
    }
}
