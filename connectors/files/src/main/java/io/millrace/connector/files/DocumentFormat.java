package io.millrace.connector.files;

/**
 * Reads JSON lines files line by line and every other file as one record.
 *
 * @param maxBytes of one file, or of one line of a JSON lines file
 */
record DocumentFormat(long maxBytes) {
    /** A reader that goes on where the split says. */
    FileReader open(FileSplit split) {
        SourceFile file = new SourceFile(split);
        boolean hasLines = file.isJsonLines() && split.state().type() == FileEntry.Type.FILE;
        return hasLines
                ? new JsonLinesReader(file, maxBytes, split.position())
                : new WholeFileReader(file, maxBytes, split.position().nextLine() > 0);
    }
}
