package io.millrace.connector.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small files of tokenizers of the kinds that today's models have. */
final class TinyTokenizer {
    /** As XLM-RoBERTa's: mill is 4, wheel is 5, s is 6; a text stands between 0 and 2. */
    static final String UNIGRAM = """
            {"version": "1.0",
             "truncation": {"direction": "Right", "max_length": 16, "strategy": "LongestFirst", "stride": 0},
             "padding": {"strategy": "BatchLongest", "direction": "Right", "pad_to_multiple_of": null, "pad_id": 1,
                         "pad_type_id": 0, "pad_token": "<pad>"},
             "added_tokens": [
               {"id": 0, "content": "<s>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
                "special": true},
               {"id": 2, "content": "</s>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
                "special": true}],
             "normalizer": null,
             "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true},
             "post_processor": {"type": "TemplateProcessing",
               "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                          {"SpecialToken": {"id": "</s>", "type_id": 0}}],
               "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
               "special_tokens": {"<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]},
                                  "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]}}},
             "decoder": null,
             "model": {"type": "Unigram", "unk_id": 3, "byte_fallback": false, "vocab": [
               ["<s>", 0.0], ["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0],
               ["▁mill", -1.0], ["▁wheel", -1.5], ["s", -2.0], ["▁", -3.0]]}}
            """;

    /** As Qwen's: mill is 10, mills is 11, a space before it makes 13 of mill; a text stands before 12, and after nothing. */
    static final String BYTE_PAIRS = """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [
               {"id": 12, "content": "<end>", "single_word": false, "lstrip": false, "rstrip": false,
                "normalized": false, "special": true}],
             "normalizer": null,
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": true},
             "post_processor": {"type": "TemplateProcessing",
               "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "<end>", "type_id": 0}}],
               "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
               "special_tokens": {"<end>": {"id": "<end>", "ids": [12], "tokens": ["<end>"]}}},
             "decoder": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": true},
             "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
               "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false,
               "vocab": {"m": 0, "i": 1, "l": 2, "s": 3, "Ġ": 4, "a": 5, "mi": 6, "ll": 7, "mill": 10, "mills": 11,
                         "<end>": 12, "Ġmill": 13},
               "merges": ["m i", "l l", "mi ll", "mill s", "Ġ mill"]}}
            """;

    private TinyTokenizer() {}

    static void write(Path directory, String json) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("tokenizer.json"), json);
    }
}
