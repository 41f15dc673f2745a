package io.millrace.connector.onnx;

import io.millrace.connector.onnx.Network.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of a network is used: checks that it reads what is given here, and chooses the output that is read.
 *
 * @param output its name
 * @param pooling how its vectors become one, or null where the network has done that
 * @param width numbers in a vector; {@link Tensor#ANY} where the file doesn't say
 */
record NetworkUse(String output, @Nullable Pooling pooling, long width) {
    private static final String POOLED = "sentence_embedding";
    private static final List<String> UNPOOLED = List.of("last_hidden_state", "token_embeddings");

    /** Their scales are those of all numbers of a run: a text's vector would change with its neighbours. */
    private static final Set<String> SCALED_BY_RUN = Set.of("DynamicQuantizeLinear", "DynamicQuantizeMatMul");

    private static final Set<Integer> FLOATS = Set.of(Tensor.FLOAT, Tensor.FLOAT16);

    /**
     * How to use it.
     *
     * @param asked the pooling that the configuration gives, which goes before all else, or null
     * @param published the pooling that the model's authors give, or null
     * @param poolingKey the configuration key of the pooling
     */
    static NetworkUse of(
            Network network,
            @Nullable Pooling asked,
            @Nullable Pooling published,
            String poolingKey,
            ModelDirectory directory) {
        checkOperations(network, directory);
        checkInputs(network, directory);
        Tensor pooled = network.outputs().get(POOLED);
        if (pooled != null && asked == null) {
            return use(POOLED, pooled, null, directory);
        }
        for (String name : UNPOOLED) {
            Tensor output = network.outputs().get(name);
            if (output != null) {
                return use(name, output, pooling(asked, published, poolingKey, directory), directory);
            }
        }
        throw directory.refusal(
                "model-unsupported",
                "The model's outputs are %s, and one of %s is needed%s"
                        .formatted(
                                String.join(", ", network.outputs().keySet()),
                                String.join(", ", UNPOOLED),
                                asked == null ? " or " + POOLED : ", since " + poolingKey + " is set"),
                null);
    }

    private static NetworkUse use(String name, Tensor output, @Nullable Pooling pooling, ModelDirectory directory) {
        int axes = pooling == null ? 2 : 3;
        if (!FLOATS.contains(output.type())
                || (!output.shape().isEmpty() && output.shape().size() != axes)) {
            throw directory.refusal(
                    "model-unsupported",
                    "The model's output '%s' is of type %d and %d axes, and floats of %d axes are needed"
                            .formatted(name, output.type(), output.shape().size(), axes),
                    null);
        }
        return new NetworkUse(name, pooling, output.width());
    }

    private static Pooling pooling(
            @Nullable Pooling asked, @Nullable Pooling published, String key, ModelDirectory directory) {
        if (asked != null) {
            return asked;
        }
        if (published == null) {
            throw directory.refusal(
                    "pooling-missing",
                    "Nothing says how the vectors of word pieces become one: set %s to mean, cls, max or last, or add"
                                    .formatted(key)
                            + " 1_Pooling/config.json to the directory",
                    null);
        }
        return published;
    }

    private static void checkOperations(Network network, ModelDirectory directory) {
        if (!Collections.disjoint(network.operations(), SCALED_BY_RUN)) {
            throw directory.refusal(
                    "model-quantised",
                    "The model is quantised dynamically: a text's vector would change with the texts that it is embedded"
                            + " with. Take one of floats",
                    null);
        }
    }

    private static void checkInputs(Network network, ModelDirectory directory) {
        Set<String> unknown = new TreeSet<>();
        for (Map.Entry<String, Tensor> input : network.inputs().entrySet()) {
            boolean known = TransformerSession.INPUTS.contains(input.getKey());
            if (!known || input.getValue().type() != Tensor.INT64) {
                unknown.add(input.getKey());
            }
        }
        if (!unknown.isEmpty() || !network.inputs().containsKey(TransformerSession.PIECES)) {
            throw directory.refusal(
                    "model-unsupported",
                    "The model's inputs are %s, and input_ids and at most %s, of whole numbers of 64 bits, are needed"
                            .formatted(
                                    String.join(", ", network.inputs().keySet()),
                                    String.join(", ", new TreeSet<>(TransformerSession.INPUTS))),
                    null);
        }
    }
}
