package io.millrace.connector.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.bedrock.stub.StubBedrock;
import io.millrace.model.OwnLoader;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A job that ends takes its class loader along: models that were used and closed hold none of its classes. */
class ClassLoaderTest {
    @Test
    void closedModelsLetTheirClassLoaderGo() throws IOException, InterruptedException {
        try (StubBedrock stub = new StubBedrock()) {
            assertThat(OwnLoader.isCollectedAfter(OneJob.class, stub.baseUrl())).isTrue();
            assertThat(stub.requests()).hasSize(3);
        }
    }
}
