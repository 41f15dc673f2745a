package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Bytes;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevisionTest {
    private static final Origin ORIGIN = Origin.ofFile("file:/docs/a", 3, 1_000, 2_000);

    @Test
    void isAnotherForWhateverVectorsOrPayloadsAreMadeFrom() {
        List<String> revisions = new ArrayList<>();
        revisions.add(Revision.of(plain(), "making"));
        revisions.add(Revision.of(plain(), "another making"));
        revisions.add(of(ORIGIN, Kind.MEMORY, null, null, null, "text", null, "{}", null));
        revisions.add(of(ORIGIN, Kind.DOCUMENT, "same", null, null, "text", null, "{}", null));
        revisions.add(of(ORIGIN, Kind.DOCUMENT, null, "same", null, "text", null, "{}", null));
        revisions.add(of(ORIGIN, Kind.DOCUMENT, null, null, "same", "text", null, "{}", null));
        revisions.add(of(ORIGIN, Kind.DOCUMENT, null, null, null, "other", null, "{}", null));
        revisions.add(of(ORIGIN, Kind.DOCUMENT, null, null, null, null, "text", "{}", null));
        revisions.add(of(ORIGIN, Kind.DOCUMENT, null, null, null, "text", null, "{\"a\":1}", null));
        revisions.add(of(ORIGIN, Kind.DOCUMENT, null, null, null, "text", null, "{}", 7L));
        Origin touched = Origin.ofFile("file:/docs/a", 3, 1_001, 2_000);
        revisions.add(of(touched, Kind.DOCUMENT, null, null, null, "text", null, "{}", 1_000L));

        assertThat(revisions).doesNotHaveDuplicates().allMatch(revision -> revision.matches("[0-9a-f]{32}"));
    }

    @Test
    void isTheSameForOneStateWhereverAndWheneverItWasFound() {
        Origin elsewhere = Origin.ofFile("file:/docs/b", 8, 1_000, 9_000);

        assertThat(of(elsewhere, Kind.DOCUMENT, null, null, null, "text", null, "{}", null))
                .isEqualTo(Revision.of(plain(), "making"));
    }

    @Test
    void tellsPartsApartThatTogetherReadAlike() {
        assertThat(of(ORIGIN, Kind.DOCUMENT, "ab", "c", null, "text", null, "{}", null))
                .isNotEqualTo(of(ORIGIN, Kind.DOCUMENT, "a", "bc", null, "text", null, "{}", null));
        assertThat(of(ORIGIN, Kind.DOCUMENT, "", null, null, "text", null, "{}", null))
                .isNotEqualTo(of(ORIGIN, Kind.DOCUMENT, null, "", null, "text", null, "{}", null));
    }

    @Test
    void staysWhatItWasInCollectionsMadeBefore() {
        assertThat(of(ORIGIN, Kind.SKILL, "u", "Ünï \uD83D\uDE00", "text/plain", "text", "bytes", "{\"a\":1}", 7L))
                .isEqualTo("14618aeacb4df9b99f27f4d1a677bd13");
    }

    private static IncomingDocument plain() {
        return incoming(ORIGIN, Kind.DOCUMENT, null, null, null, "text", null, "{}", null);
    }

    private static String of(
            Origin origin,
            Kind kind,
            @Nullable String uri,
            @Nullable String title,
            @Nullable String contentType,
            @Nullable String text,
            @Nullable String content,
            String metadata,
            @Nullable Long version) {
        return Revision.of(incoming(origin, kind, uri, title, contentType, text, content, metadata, version), "making");
    }

    private static IncomingDocument incoming(
            Origin origin,
            Kind kind,
            @Nullable String uri,
            @Nullable String title,
            @Nullable String contentType,
            @Nullable String text,
            @Nullable String content,
            String metadata,
            @Nullable Long version) {
        return new IncomingDocument(
                origin,
                "d",
                false,
                null,
                kind,
                uri,
                title,
                contentType,
                text,
                content == null ? null : Bytes.utf8(content),
                new Metadata(metadata),
                version);
    }
}
