/**
 * What retrieval finds when texts are cut in one way or another, as Chroma measures it (Smith and Troynikov, "Evaluating
 * Chunking Strategies for Retrieval", 2024).
 */
package io.millrace.benchmark.quality;
