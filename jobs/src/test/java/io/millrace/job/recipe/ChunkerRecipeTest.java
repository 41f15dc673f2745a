package io.millrace.job.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.Chunker;
import io.millrace.embed.PaceSettings;
import io.millrace.job.config.ChunkingConfig;
import io.millrace.job.config.MillraceConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkerRecipeTest {
    @ParameterizedTest
    @EnumSource
    void makesTheChunkerThatIsConfigured(ChunkingConfig.Chunker configured) {
        String name = configured.name().toLowerCase(Locale.ROOT).replace('_', '-');
        MillraceConfig config =
                MillraceConfig.parse("", List.of("qdrant.collection=c", "chunking.chunker=" + name), Map.of());
        ChunkingConfig chunking = config.chunking();
        ChunkerRecipe recipe = new ChunkerRecipe(
                chunking, chunking.sizes(206), config.embedding().toSettings(), PaceSettings.unbounded("test"));

        try (Chunker chunker = recipe.get()) {
            assertThat(chunker.fingerprint()).startsWith(name);
        }
    }
}
