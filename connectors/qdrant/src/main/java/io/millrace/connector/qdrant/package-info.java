/**
 * The vector store on Qdrant, over its gRPC protocol.
 *
 * <p>{@link io.millrace.connector.qdrant.QdrantVectorStore} is the one door. It uses the messages of Qdrant's Java
 * client but not its client class, which sets no deadline, caps answers at 4 MiB and logs every failed call.
 *
 * <p>A chunk is a point: its id is the chunk's id, its vector is named {@code dense}, its payload has the names of
 * {@link io.millrace.index.ChunkFields}. A collection's metadata holds the vector space that it is locked to, under
 * {@code millrace}.
 */
@NullMarked
package io.millrace.connector.qdrant;

import org.jspecify.annotations.NullMarked;
