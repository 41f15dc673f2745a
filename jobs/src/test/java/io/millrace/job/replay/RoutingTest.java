package io.millrace.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.files.FileSettings;
import io.millrace.connector.kafka.TopicRecord;
import io.millrace.document.Bytes;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.document.SourceRecord.Format;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingTest {
    private static final Reason REASON = new Reason("c", "m");
    private static final Origin TOPIC = Origin.ofTopic("documents", 1, 2, 3);
    private static final TopicRecord ORIGINAL =
            new TopicRecord("documents", 1, 2, 3, Bytes.utf8("k"), null, Bytes.utf8("large"));

    @TempDir
    private Path folder;

    private final Routing routing =
            new Routing("documents", "requests", null, (topic, partition, offset) -> offset == 2 ? ORIGINAL : null);

    @Test
    void sendsARecordBackToItsTopic() {
        DeadLetter letter =
                DeadLetter.of("read", REASON, new SourceRecord(TOPIC, Format.JSON, "k", "acme", Bytes.utf8("{"), null));

        assertThat(routing.of(letter))
                .isEqualTo(new Route.ToTopic(
                        new TopicRecord("documents", 1, 2, 3, Bytes.utf8("k"), Bytes.utf8("acme"), Bytes.utf8("{"))));
    }

    @Test
    void sendsADeleteAsARecordWithoutAValue() {
        DeadLetter letter = DeadLetter.of("store", REASON, IncomingDocument.delete(TOPIC, "d", null));

        assertThat(routing.of(letter))
                .isEqualTo(new Route.ToTopic(new TopicRecord("documents", 1, 2, 3, Bytes.utf8("d"), null, null)));
    }

    @Test
    void asksTheTopicForWhatTheLetterDoesNotHold() {
        assertThat(routing.of(DeadLetter.ofLarge("embed", REASON, TOPIC, "d", null)))
                .isEqualTo(new Route.ToTopic(ORIGINAL));
        // Its key isn't text, so no letter holds it.
        assertThat(routing.of(DeadLetter.of(
                        "source", REASON, new SourceRecord(TOPIC, Format.JSON, null, null, Bytes.utf8("x"), REASON))))
                .isEqualTo(new Route.ToTopic(ORIGINAL));
    }

    @Test
    void refusesWhatTheTopicNoLongerHas() {
        Route refused = new Route.Refused("the letter doesn't hold the record, and topic 'documents' no longer has it");

        assertThat(routing.of(DeadLetter.ofLarge("embed", REASON, Origin.ofTopic("documents", 1, 9, 3), "d", null)))
                .isEqualTo(refused);
        // Another record has its place: the topic was made anew.
        assertThat(routing.of(DeadLetter.ofLarge("embed", REASON, Origin.ofTopic("documents", 1, 2, 4), "d", null)))
                .isEqualTo(refused);
    }

    @Test
    void refusesWhatIsOfAnotherJobsTopic() {
        assertThat(routing.of(DeadLetter.of("read", REASON, Origin.ofTopic("others", 0, 0, 0), "d", Bytes.utf8("x"))))
                .isEqualTo(new Route.Refused("it is of topic 'others', and kafka.documents-topic is 'documents'"));
        assertThat(routing.of(DeadLetter.of("request", REASON, TOPIC, "r", Bytes.utf8("x"))))
                .isEqualTo(new Route.Refused("it is of topic 'documents', and kafka.requests-topic is 'requests'"));
        assertThat(new Routing("documents", "requests", null, null)
                        .of(DeadLetter.of("read", REASON, TOPIC, "d", Bytes.utf8("x"))))
                .isEqualTo(new Route.Refused("it is of a topic, and kafka.bootstrap-servers isn't set"));
    }

    @Test
    void sendsAFilesRecordAsItIsWhileTheFileIsTheSame() throws IOException {
        Path file = Files.writeString(folder.resolve("a b.md"), "# A");
        Origin origin = Origin.ofFile(
                file.toUri().toString(), 0, Files.getLastModifiedTime(file).toMillis(), 9);
        DeadLetter letter = DeadLetter.of("parse", REASON, document(origin));

        assertThat(files().of(letter))
                .isEqualTo(new Route.ToJob(new ReplayedRecord(
                        new SourceRecord(origin, Format.DOCUMENT, "a b.md", null, letter.record(), null), false)));
    }

    @Test
    void readsAFileAgainThatChangedOrThatTheLetterDoesNotHold() throws IOException {
        Path file = Files.writeString(folder.resolve("a.md"), "# A");
        long modified = Files.getLastModifiedTime(file).toMillis();
        String uri = file.toUri().toString();

        assertThat(files().of(DeadLetter.of("parse", REASON, document(Origin.ofFile(uri, 0, modified - 1, 9)))))
                .isInstanceOfSatisfying(
                        Route.ToJob.class,
                        job -> assertThat(job.record().readAgain()).isTrue());
        assertThat(files().of(DeadLetter.ofLarge("embed", REASON, Origin.ofFile(uri, 0, modified, 9), "a.md", null)))
                .isInstanceOfSatisfying(
                        Route.ToJob.class,
                        job -> assertThat(job.record().readAgain()).isTrue());
    }

    @Test
    void refusesAFileThatIsGoneOrElsewhere() {
        String gone = folder.resolve("gone.md").toUri().toString();

        assertThat(files().of(DeadLetter.of("parse", REASON, document(Origin.ofFile(gone, 0, 1, 1)))))
                .isEqualTo(new Route.Refused("its file is gone"));
        for (Routing other : new Routing[] {routing, files()}) {
            assertThat(other.of(DeadLetter.of("parse", REASON, document(Origin.ofFile("file:/elsewhere", 0, 1, 1)))))
                    .isEqualTo(new Route.Refused("it is of a file that isn't under files.path of this configuration"));
        }
    }

    @Test
    void leavesDirectoriesToAnIngestRun() {
        Origin origin = Origin.ofFile(folder.toUri().toString(), 0, 1, 1);

        assertThat(files().of(DeadLetter.of(
                        "source", REASON, new SourceRecord(origin, Format.FILE, null, null, null, REASON))))
                .isEqualTo(new Route.Refused(
                        "it is of a directory that couldn't be listed: an ingest run lists it again"));
    }

    @Test
    void deletesOnlyWhatIsStillGone() throws IOException {
        Path file = folder.resolve("a.md");
        Origin origin = Origin.ofFile(file.toUri().toString(), 0, 1, 1);
        DeadLetter letter = DeadLetter.of("store", REASON, IncomingDocument.delete(origin, "a.md", null));

        assertThat(files().of(letter))
                .isEqualTo(new Route.ToJob(
                        new ReplayedRecord(new SourceRecord(origin, Format.FILE, "a.md", null, null, null), false)));
        Files.writeString(file, "It is back.");
        assertThat(files().of(letter)).isInstanceOf(Route.Refused.class);
    }

    private Routing files() {
        return new Routing("documents", "requests", FileSettings.of(folder.toString()), null);
    }

    private static IncomingDocument document(Origin origin) {
        return new IncomingDocument(
                origin,
                "a b.md",
                false,
                null,
                Kind.DOCUMENT,
                null,
                null,
                null,
                null,
                Bytes.utf8("# A"),
                Metadata.EMPTY,
                null);
    }
}
