/** Payloads: paths into them, edits, selections, and the terms and points by which filters find them. */
package io.millrace.embedded.qdrant.payload;
