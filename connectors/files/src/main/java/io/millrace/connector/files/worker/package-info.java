/**
 * Parsing in a process of its own, so that a document that hangs its parser, takes all memory or crashes the JVM costs
 * that document alone.
 *
 * <p>The door is {@link io.millrace.connector.files.worker.WorkerContentParser}. It holds one {@code ParserProcess}: a
 * JVM started by {@code WorkerCommand} in a {@code WorkerDirectory}, on the class path that its parent has
 * ({@code WorkerClassPath}). In that JVM runs {@code ParserWorker}.
 *
 * <p>A {@code ParseRequest} goes to the worker's standard input, a {@code ParseReply} comes from its standard output;
 * strings and bytes have their length before them ({@code Frames}). What a worker writes to its standard error is read
 * and only its end is kept ({@code StandardErrorTail}).
 *
 * <p><b>Defences</b>, behind parsers that are set up to fetch nothing and start nothing: the worker has no network and
 * starts no process ({@code Confinement}, {@code RefusingSelectorProvider}, {@code RefusingAsynchronousProvider}), XML
 * may not reach outside of itself, the environment is empty of its parent's secrets, and it ends with its parent
 * ({@code ParentWatch}).
 */
package io.millrace.connector.files.worker;
