/** Filters: as Lucene queries, and as tests of decoded payloads where the index does not decide. */
package io.millrace.embedded.qdrant.filter;
