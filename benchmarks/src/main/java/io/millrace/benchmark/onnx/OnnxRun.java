package io.millrace.benchmark.onnx;

/**
 * A round.
 *
 * @param raw texts a second of ONNX Runtime alone
 * @param job texts a second of the whole job
 * @param share of the job in the raw
 */
record OnnxRun(double raw, double job, double share) {
    static OnnxRun of(int texts, double rawSeconds, double jobSeconds) {
        return new OnnxRun(texts / rawSeconds, texts / jobSeconds, rawSeconds / jobSeconds);
    }
}
