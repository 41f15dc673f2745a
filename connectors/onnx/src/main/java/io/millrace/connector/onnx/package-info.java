/**
 * Sentence transformers in this process, on ONNX Runtime: no server, no key, no network.
 *
 * <p>From the outside in: {@link io.millrace.connector.onnx.OnnxEmbeddingProvider} checks the settings, and where they
 * name a directory, what is in it ({@code DirectoryModel}, {@code Network}, {@code Published}); each
 * {@code OnnxEmbeddingModel} that it opens shares one {@code SharedTransformer} with every other of the class loader
 * that runs the same model on as many threads. That owns the {@code Workers}, which tokenize ({@code WordPieces}), sort
 * by length ({@code LengthBatches}) and run the network ({@code TransformerSession}), each on its own. Native code is
 * loaded once per class loader, from files of its own, since a native library's file belongs to the first class loader
 * that loads it.
 */
package io.millrace.connector.onnx;
