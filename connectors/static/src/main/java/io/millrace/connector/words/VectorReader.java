package io.millrace.connector.words;

import java.io.IOException;

/** Reads words and their vectors, one after the other, in the order of their file. */
interface VectorReader {
    /** Numbers in each vector. */
    int dimension();

    /**
     * Reads the next word.
     *
     * @param vector takes its numbers
     * @return whether there was one
     * @throws MalformedFileException saying where, when it isn't as it should be
     */
    boolean next(float[] vector) throws IOException;

    /** The spelling in UTF-8 of the word that was read last. */
    byte[] word();

    /** Where in the file that word is, such as {@code line 7}. */
    String place();
}
