package io.millrace.job.config;

import io.millrace.index.FieldType;
import io.millrace.job.config.bind.Setting;
import io.millrace.model.Secret;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The vector index. */
public record QdrantConfig(
        @Setting(value = "http://localhost:6334", doc = "The server's gRPC address; `https` encrypts.")
        URI url,

        @Setting(doc = "The server's key, as `${NAME}` or `${file:/path}`.") @Nullable
        Secret apiKey,

        @Setting(doc = "The collection, or an alias of it. The ingest job creates it when it is missing.")
        String collection,

        @Setting(
                value = "dense",
                orEmpty = true,
                doc = "The name of a chunk's vector in the collection; `\"\"` is the unnamed one. For collections that"
                        + " others made.")
        String vector,

        @Setting(
                value = "false",
                doc = "Whether the ingest job may take over a collection that somebody else made, if its vector has the"
                        + " model's dimension and distance. What it holds stays, and isn't found. A collection that is"
                        + " locked to another vector space is refused all the same.")
        boolean adopt,

        @Setting(value = "60s", min = "100ms", doc = "How long one call may take.")
        Duration timeout,

        @Setting(value = "256", min = "1", max = "10000", doc = "Points in one write.")
        int writeBatch,

        @Setting(
                doc = "Payload fields that are indexed for filters, with their types, such as"
                        + " `metadata.year: integer`. Types: `keyword`, `integer`, `float`, `bool`, `datetime`,"
                        + " `text`.")
        Map<String, FieldType> fields)
        implements Serializable {

    public QdrantConfig {
        fields = Map.copyOf(fields);
    }
}
