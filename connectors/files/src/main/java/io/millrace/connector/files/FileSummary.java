package io.millrace.connector.files;

/**
 * What a look at the path found.
 *
 * @param files files that will be read
 * @param bytes their size, all together
 * @param skipped files that {@code files.include} leaves out (hidden ones aren't counted)
 */
public record FileSummary(long files, long bytes, long skipped) {}
