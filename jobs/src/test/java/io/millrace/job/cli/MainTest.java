package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    private Path folder;

    @Test
    void throwsWhatIsWrongWithTheConfigurationAndDoesNotExit() throws IOException {
        Path config = Files.writeString(folder.resolve("millrace.yaml"), "embeding: {provider: onnx}");

        assertThatThrownBy(() -> Main.main(new String[] {"ingest", "--config", config.toString()}))
                .isInstanceOf(ProgramParametrizationException.class)
                .hasMessageContainingAll("embeding", "embedding")
                .satisfies(failure -> assertThat(failure.getStackTrace()).isEmpty());
    }

    @Test
    void throwsWhatIsWrongWithTheCommandLine() {
        assertThatThrownBy(() -> Main.main(new String[] {"ingest"}))
                .isInstanceOf(ProgramParametrizationException.class)
                .hasMessageContaining("Missing required option: '--config=FILE'");
    }
}
