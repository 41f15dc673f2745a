/** {@code lone}: how long one document takes from being produced to being found. */
package io.millrace.benchmark.lone;
