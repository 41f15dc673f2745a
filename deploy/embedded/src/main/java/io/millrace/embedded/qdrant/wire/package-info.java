/** The gRPC services: validation, translation to the engine and back, status codes, the API key. */
package io.millrace.embedded.qdrant.wire;
