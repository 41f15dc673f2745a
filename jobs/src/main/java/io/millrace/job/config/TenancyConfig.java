package io.millrace.job.config;

import io.millrace.job.config.bind.Setting;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Who may see what. The condition is the job's: nothing in a request can widen it. */
public record TenancyConfig(
        @Setting(
                value = "false",
                doc =
                        "Whether every document and every request must name its tenant. A document without one becomes a dead"
                                + " letter, a request without one is refused.")
        boolean required,

        @Setting(
                doc =
                        "A field of documents that lists the groups that may see each, such as `metadata.groups`; declared as"
                                + " `keyword` under `qdrant.fields`. Every request must then name its `groups`, and sees documents of"
                                + " one of them; documents without the field are seen by nobody.")
        @Nullable
        String groupsField)
        implements Serializable {}
