/** What a client is told when the store refuses or fails. */
package io.millrace.embedded.qdrant.failure;
