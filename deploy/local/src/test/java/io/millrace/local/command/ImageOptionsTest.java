package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImageOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void sendsFilesAlongAndNamesAddresses() throws IOException {
        Path png = Files.write(folder.resolve("wheel"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 1});
        Path jpeg = Files.write(folder.resolve("mill.jpg"), new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 2});

        assertThat(images(png.toString(), "https://mill.example/river.png", jpeg.toString()))
                .hasToString("{\"images\":[{\"mediaType\":\"image/png\",\"data\":\"iVBORwE=\"},"
                        + "{\"url\":\"https://mill.example/river.png\"},"
                        + "{\"mediaType\":\"image/jpeg\",\"data\":\"/9j/Ag==\"}]}");
    }

    @Test
    void saysNothingOfNone() throws IOException {
        assertThat(images()).hasToString("{}");
    }

    @Test
    void refusesWhatIsNoImage() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "not a picture");

        assertThatThrownBy(() -> images(text.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessage("--image must be a PNG or JPEG, or an http or https address, got " + text);
        assertThatThrownBy(() -> images(folder.resolve("absent.png").toString()))
                .isInstanceOf(UsageException.class)
                .hasMessage("--image must be a file, or an http or https address, got " + folder.resolve("absent.png"));
    }

    private static ObjectNode images(String... files) throws IOException {
        ObjectNode request = new ObjectMapper().createObjectNode();
        String[] arguments = Arrays.stream(files).map("--image="::concat).toArray(String[]::new);
        CommandLine.populateCommand(new ImageOptions(), arguments).describe(request);
        return request;
    }
}
