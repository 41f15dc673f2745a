package io.millrace.connector.words;

import io.millrace.failure.FatalException;
import io.millrace.failure.TransientException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file of word vectors in any of the forms that Word2Vec and GloVe write, compressed by gzip or not. Which one it is shows
 * in its first bytes. What is wrong with it is a {@link FatalException} that names the file, the place and the key.
 *
 * @param path the file, absolute
 * @param key the configuration key that gives it
 */
record VectorFile(Path path, String key) {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1F8B;

    /** Share of the heap that a table may take, the job's own needs beside it. */
    private static final double MOST_OF_HEAP = 0.8;

    /** Numbers in each vector, without reading the others. */
    int dimension() {
        return reading(reader -> reader.dimension());
    }

    /**
     * Reads the file.
     *
     * @param mostWords words to read, from the first; the commonest come first in such files
     * @param mostWordsKey the configuration key of that
     */
    WordTable load(long mostWords, String mostWordsKey) {
        long most = (long) (Runtime.getRuntime().maxMemory() * MOST_OF_HEAP);
        return reading(reader -> {
            WordTable table = new WordTable(reader.dimension());
            float[] vector = new float[reader.dimension()];
            while (table.size() < mostWords && reader.next(vector)) {
                if (!table.add(reader.word(), vector)) {
                    throw new MalformedFileException("%s repeats an earlier word".formatted(reader.place()));
                }
                if (table.size() % WordTable.BLOCK == 0) {
                    checkRoom(table, most, mostWordsKey);
                }
            }
            if (table.size() == 0) {
                throw new MalformedFileException("it has no words");
            }
            return table;
        });
    }

    /** What reads a file's words, and keeps something of them. */
    @FunctionalInterface
    private interface Use<T> {
        T of(VectorReader reader) throws IOException;
    }

    private <T> T reading(Use<T> use) {
        try (InputStream stream = open()) {
            return use.of(reader(stream));
        } catch (MalformedFileException e) {
            throw refusal(
                    "vectors-malformed", "'%s' is no file of word vectors: %s".formatted(path, e.getMessage()), e);
        } catch (EOFException | ZipException e) {
            throw refusal(
                    "vectors-malformed", "'%s' isn't whole: %s. Copy it again".formatted(path, e.getMessage()), e);
        } catch (IOException e) {
            throw refusal("vectors-unreadable", "'%s' can't be read: %s".formatted(path, e), e);
        }
    }

    private void checkRoom(WordTable table, long most, String mostWordsKey) {
        if (Thread.currentThread().isInterrupted()) {
            throw new TransientException("interrupted", "interrupted while word vectors were read", null);
        }
        if (WordTable.bytes(table.size() + (long) WordTable.BLOCK, table.dimension()) > most) {
            throw new FatalException(
                    "vectors-too-many",
                    "'%s' has more words than this process has memory for: the first %d fill %d MB. Set %s to as many, or"
                                    .formatted(path, table.size(), most >> 20, mostWordsKey)
                            + " give the process more heap (taskmanager.memory.task.heap.size)");
        }
    }

    private InputStream open() throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        raw.mark(2);
        boolean compressed = ((raw.read() << 8) | raw.read()) == GZIP_MAGIC;
        raw.reset();
        return compressed ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
    }

    private static VectorReader reader(InputStream stream) throws IOException {
        stream.mark(BUFFER);
        byte[] start = stream.readNBytes(BUFFER / 8);
        stream.reset();
        return isBinary(start) ? new BinaryReader(stream) : new TextReader(stream);
    }

    /** No text has such bytes, and numbers of four bytes are full of them. Only a file with a header can be binary. */
    private static boolean isBinary(byte[] start) throws IOException {
        int line = 0;
        while (line < start.length && start[line] != '\n') {
            line++;
        }
        if (line == start.length || Header.of(new String(start, 0, line, StandardCharsets.UTF_8)) == null) {
            return false;
        }
        for (int i = line; i < start.length; i++) {
            boolean ofText =
                    start[i] < 0 || start[i] >= ' ' || start[i] == '\t' || start[i] == '\n' || start[i] == '\r';
            if (!ofText) {
                return true;
            }
        }
        return false;
    }

    private FatalException refusal(String code, String problem, @Nullable Throwable cause) {
        return new FatalException(
                code,
                problem + " (" + key + "). The machine that submits the job and every TaskManager need the file",
                cause);
    }
}
