/** Those that take part in {@code ingest}, each as its own documentation has it. */
package io.millrace.benchmark.ingest.system;
