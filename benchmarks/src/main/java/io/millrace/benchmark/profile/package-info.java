/** Where a JVM's processors' time goes, from a flight recording. */
package io.millrace.benchmark.profile;
