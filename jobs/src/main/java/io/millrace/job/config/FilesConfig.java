package io.millrace.job.config;

import io.millrace.job.config.bind.ConfigurationException;
import io.millrace.job.config.bind.Contradictions;
import io.millrace.job.config.bind.DataSize;
import io.millrace.job.config.bind.Setting;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Documents as files. */
public record FilesConfig(
        @Setting(
                doc = "The directory, or the object store's prefix through one of Flink's file systems, such as"
                        + " `s3://bucket/docs`. Required when `documents.source` is `files`.")
        @Nullable
        String path,

        @Setting(
                min = "100ms",
                doc =
                        "How often to look for new, changed and deleted files; without it, the job reads what is there and"
                                + " ends.")
        @Nullable
        Duration watch,

        @Setting(
                value = "false",
                doc =
                        "Whether a run that ends also deletes from the index what came from `path` and is no longer there."
                                + " Nothing is deleted when a directory can't be listed, or a record can't be read so far that"
                                + " its document is known. With `watch`, files that go away are noticed without it.")
        boolean prune,

        @Setting(
                doc = "Which files to read, as patterns on the path below `path`, such as `[\"**/*.md\"]`; without any,"
                        + " every file that isn't hidden and whose name doesn't say a type that can't be read, such as"
                        + " `.png`.")
        List<String> include,

        @Setting(
                value = "64 MiB",
                min = "1 B",
                max = "1 GiB",
                doc = "The largest file, and the longest line of a `.jsonl` file, that is read.")
        DataSize maxSize,

        @Setting(
                doc = "What a `.jsonl` file calls a document's fields, where it has names of its own, such as"
                        + " `id: _id`. Fields: `id`, `tenant`, `kind`, `uri`, `title`, `contentType`, `text`,"
                        + " `content`, `metadata`, `version`.")
        Map<String, String> fields)
        implements Serializable {

    private static final List<String> DOCUMENT_FIELDS =
            List.of("id", "tenant", "kind", "uri", "title", "contentType", "text", "content", "metadata", "version");

    public FilesConfig {
        include = List.copyOf(include);
        fields = Map.copyOf(fields);
        var contradictions = new Contradictions()
                .unless(
                        !prune || watch == null,
                        "files.prune",
                        "files.prune is for a run that ends, and files.watch keeps the job reading: remove one of them");
        for (String field : new TreeSet<>(fields.keySet())) {
            contradictions.unless(
                    DOCUMENT_FIELDS.contains(field),
                    "files.fields." + field,
                    "files.fields names a document's field before the colon and the file's after it. '%s' isn't a"
                                    .formatted(field)
                            + " document's field; those are " + String.join(", ", DOCUMENT_FIELDS));
        }
        contradictions.refuse();
    }

    /** Where the files are; throws {@link ConfigurationException} when that isn't set. */
    public String requirePath() {
        if (path == null) {
            throw ConfigurationException.about(
                    "files.path",
                    "files.path is missing, and this job reads files. Set it in the file or with"
                            + " --set files.path=/directory");
        }
        return path;
    }
}
