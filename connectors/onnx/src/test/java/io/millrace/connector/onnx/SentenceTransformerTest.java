package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SentenceTransformerTest {
    /** When this fails, the model makes other vectors than before: state the new revision, and collections are refused. */
    @Test
    void statesTheRevisionOfItsFilesAndOfHowVectorsAreMadeOfThem() throws Exception {
        SentenceTransformer transformer = SentenceTransformer.ALL_MINILM_L6_V2;
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        var files = (ModelFiles.Resources) transformer.files();
        try (InputStream network = new DigestInputStream(files.openNetwork(), digest)) {
            network.transferTo(OutputStream.nullOutputStream());
        }
        try (InputStream tokenizer = new DigestInputStream(files.openTokenizer(), digest)) {
            tokenizer.transferTo(OutputStream.nullOutputStream());
        }
        digest.update(
                SentenceTransformer.settings(transformer.pooling(), transformer.unitLength(), transformer.maxPieces())
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(transformer.revision())
                .isEqualTo(HexFormat.of().formatHex(digest.digest()).substring(0, 12));
    }
}
