/** {@code ingest}: texts through a provider into a store, Millrace beside a bare loop and its peers. */
package io.millrace.benchmark.ingest;
