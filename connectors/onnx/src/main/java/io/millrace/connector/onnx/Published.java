package io.millrace.connector.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a model's authors say that it is used, in the files that Sentence Transformers writes beside it and in those of
 * Transformers. Null and empty where they don't.
 */
final class Published {
    /** Encoders of RoBERTa's kind number positions from two on: padding takes the numbers before. */
    private static final Set<String> POSITIONS_FROM_TWO = Set.of("roberta", "xlm-roberta", "camembert", "mpnet");

    private static final String POOLING_MODE = "pooling_mode_";
    private static final Map<String, Pooling> POOLINGS = Map.of(
            "mean_tokens", Pooling.MEAN,
            "cls_token", Pooling.CLS,
            "max_tokens", Pooling.MAX,
            "lasttoken", Pooling.LAST);

    private final ModelDirectory directory;
    private final JsonNode modules;
    private final JsonNode pooling;
    private final JsonNode config;

    Published(ModelDirectory directory) {
        this.directory = directory;
        modules = directory.json("modules.json");
        pooling = directory.json(poolingFile());
        config = directory.json("config.json");
    }

    private String poolingFile() {
        for (JsonNode module : modules) {
            if (kind(module).equals("Pooling")) {
                return module.path("path").asText("1_Pooling") + "/config.json";
            }
        }
        return "1_Pooling/config.json";
    }

    /** How the vectors of word pieces become one. */
    @Nullable
    Pooling pooling() {
        List<String> modes = new ArrayList<>();
        pooling.properties().forEach(field -> {
            if (field.getKey().startsWith(POOLING_MODE) && field.getValue().asBoolean()) {
                modes.add(field.getKey().substring(POOLING_MODE.length()));
            }
        });
        if (modes.isEmpty()) {
            return null;
        }
        Pooling known = modes.size() == 1 ? POOLINGS.get(modes.get(0)) : null;
        if (known == null) {
            throw directory.refusal(
                    "model-unsupported",
                    "'%s' pools by %s, and only mean_tokens, cls_token, max_tokens or lasttoken alone is known here"
                            .formatted(directory.root().resolve(poolingFile()), String.join(" and ", modes)),
                    null);
        }
        return known;
    }

    /** Whether a prefix's word pieces are left out of the pooling, which isn't done here. */
    boolean leavesPromptsOut() {
        return !pooling.path("include_prompt").asBoolean(true);
    }

    /** Whether vectors have length one; null where nothing says what comes after the network. */
    @Nullable
    Boolean unitLength() {
        if (modules.isMissingNode()) {
            return null;
        }
        return kinds().contains("Normalize");
    }

    /** What follows the network and is neither pooling nor normalisation: layers of the vectors' own. */
    List<String> furtherModules() {
        List<String> further = new ArrayList<>(kinds());
        further.removeAll(List.of("Transformer", "Pooling", "Normalize"));
        return further;
    }

    /** Word pieces that a text may have, its frame among them, by the Python library's own setting. */
    @Nullable
    Integer maxTokens() {
        return number(directory.json("sentence_bert_config.json").path("max_seq_length"));
    }

    /** Word pieces that the network can tell the places of. */
    @Nullable
    Integer positions() {
        Integer positions = number(config.path("max_position_embeddings"));
        boolean shifted = POSITIONS_FROM_TWO.contains(config.path("model_type").asText());
        return positions == null || !shifted ? positions : Integer.valueOf(positions - 2);
    }

    /** Numbers in a word piece's vector. */
    @Nullable
    Integer dimension() {
        return number(config.path("hidden_size"));
    }

    /** The word piece that fills up shorter texts. */
    @Nullable
    Integer padding() {
        return number(config.path("pad_token_id"));
    }

    /** What is put before a document or a question; the first of the names that is there. */
    String prompt(String... names) {
        JsonNode prompts = directory.json("config_sentence_transformers.json").path("prompts");
        for (String name : names) {
            if (prompts.path(name).isTextual()) {
                return prompts.path(name).textValue();
            }
        }
        return "";
    }

    private List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        modules.forEach(module -> kinds.add(kind(module)));
        return kinds;
    }

    private static String kind(JsonNode module) {
        String type = module.path("type").asText();
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static @Nullable Integer number(JsonNode value) {
        return value.canConvertToInt() && value.intValue() > 0 ? value.intValue() : null;
    }
}
