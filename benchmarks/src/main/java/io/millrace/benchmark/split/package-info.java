/**
 * The ways to cut a text that are compared. {@link io.millrace.benchmark.split.MillraceChunkers} is the one list of
 * Millrace's own, {@link io.millrace.benchmark.split.Contenders} puts the peers beside them.
 */
package io.millrace.benchmark.split;
