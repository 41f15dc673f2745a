/** Collections on disk: the log of writes, the Lucene index, graphs, searches, aliases. */
package io.millrace.embedded.qdrant.engine;
