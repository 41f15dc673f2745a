/**
 * Documents out of files and into text: directories and object stores, through Flink's own file systems, and parsing
 * with Apache Tika.
 *
 * <p>The doors are {@link io.millrace.connector.files.FileSources}, {@link io.millrace.connector.files.FileSinks} and
 * {@link io.millrace.connector.files.worker.WorkerContentParser}, which runs
 * {@link io.millrace.connector.files.TikaContentParser} in a process of its own.
 *
 * <p><b>Source.</b> {@code DocumentEnumerator} looks ({@code FileScan}, {@code Listing}) and hands out what
 * {@code Mirror} makes of it: that knows what was given before, decides with {@code Settling} what is ready and with
 * {@code Departures} what is gone, and is what checkpoints hold. {@code DocumentReader} takes one {@code FileSplit} after
 * the other; {@code DocumentFormat} reads it, as a whole ({@code WholeFileReader}) or line by line
 * ({@code JsonLinesReader}). A file that can't be had becomes a record that says so; one that is no longer as it was
 * listed goes back to the enumerator ({@code SplitReturned}), which says when it has it ({@code ReturnTaken}).
 *
 * <p><b>Parser.</b> A {@code DocumentParse} reads one document. {@code TypeDetection} decides what the bytes are. Text is decoded and otherwise left alone ({@code PlainText}); everything else goes through one of Tika's parsers
 * ({@code DocumentParsers}), whose XHTML events {@code MarkdownHandler} turns into Markdown. What goes wrong is given a
 * name by {@code ParseFailures}.
 */
package io.millrace.connector.files;
