package io.millrace.connector.files;

/**
 * When a scan or a second look was made, in milliseconds since the epoch. What it found was true at some time between.
 *
 * @param started before anything was listed
 * @param ended after everything was
 */
record LookTime(long started, long ended) {}
