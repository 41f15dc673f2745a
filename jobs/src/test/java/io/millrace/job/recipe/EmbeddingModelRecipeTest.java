package io.millrace.job.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embed.EmbeddingModel;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import org.junit.jupiter.api.Test;

class EmbeddingModelRecipeTest {
    private static final ModelSettings SETTINGS = ModelSettings.of("embedding", "onnx");

    @Test
    void opensTheModelThatTheJobWasSubmittedWith() {
        try (EmbeddingModel model = new EmbeddingModelRecipe(SETTINGS, "c2976633077d").get()) {
            assertThat(model.space().revision()).isEqualTo("c2976633077d");
        }
    }

    @Test
    void refusesOneOfOtherFiles() {
        EmbeddingModelRecipe recipe = new EmbeddingModelRecipe(SETTINGS, "0123456789ab");

        assertThatThrownBy(recipe::get)
                .isInstanceOf(FatalException.class)
                .hasMessage("Embedding model 'all-MiniLM-L6-v2' of provider onnx is of revision 'c2976633077d' on this"
                        + " machine and of '0123456789ab' where the job was submitted: copy the same files"
                        + " (embedding.options) to every machine");
    }
}
