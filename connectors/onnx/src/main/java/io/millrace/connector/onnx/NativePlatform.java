package io.millrace.connector.onnx;

import java.util.Locale;

/**
 * The operating system and processor, as the two native libraries' jars name their folders.
 *
 * @param system linux, osx or win
 * @param processor x86_64, aarch64, or another that there are no libraries for
 */
record NativePlatform(String system, String processor) {

    static NativePlatform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static NativePlatform of(String systemName, String processorName) {
        String system = systemName.toLowerCase(Locale.ROOT);
        String processor = processorName.toLowerCase(Locale.ROOT);
        return new NativePlatform(
                system.startsWith("windows") ? "win" : system.startsWith("mac") ? "osx" : "linux",
                processor.equals("amd64") ? "x86_64" : processor);
    }

    /** The folder of the tokenizers' library. */
    String tokenizersFolder() {
        return "/native/lib/" + this + "/cpu/";
    }

    /** The folder of ONNX Runtime's libraries. */
    String runtimeFolder() {
        return "/ai/onnxruntime/native/" + system + "-" + (processor.equals("x86_64") ? "x64" : processor) + "/";
    }

    @Override
    public String toString() {
        return system + "-" + processor;
    }
}
