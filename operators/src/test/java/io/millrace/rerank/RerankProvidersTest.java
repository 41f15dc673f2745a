package io.millrace.rerank;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import org.junit.jupiter.api.Test;

class RerankProvidersTest {
    @Test
    void namesTheKeyOfAProviderThatNobodyKnows() {
        assertThatThrownBy(() -> RerankProviders.of(ModelSettings.of("rerank", "cohre")))
                .isInstanceOf(FatalException.class)
                .hasMessage("Unknown rerank provider 'cohre' (rerank.provider). Known: none");
    }
}
