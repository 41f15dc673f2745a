/**
 * Static word vectors, as Word2Vec and GloVe make them: a text's vector is the mean of its words'. No network, no key, no
 * native code.
 *
 * <p>From the outside in: {@link io.millrace.connector.words.StaticEmbeddingProvider} checks the settings; each
 * {@code StaticEmbeddingModel} that it opens shares one {@code SharedWords} with every other of the class loader that reads
 * the same file in the same way. That holds the {@code WordTable}, which {@code VectorFile} read, and one thread that
 * looks words up and adds vectors.
 */
package io.millrace.connector.words;
