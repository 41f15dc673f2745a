/** {@code jmh}: single operations, measured by JMH. */
package io.millrace.benchmark.jmh;
