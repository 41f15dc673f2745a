/** {@code onnx}: Millrace's ingest job with the model in its process, beside ONNX Runtime alone. */
package io.millrace.benchmark.onnx;
