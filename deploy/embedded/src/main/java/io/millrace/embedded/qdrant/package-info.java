/** A store that speaks Qdrant's gRPC protocol, on Lucene, for a laptop and for tests. */
package io.millrace.embedded.qdrant;
