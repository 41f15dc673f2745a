package io.millrace.job.audit;

import io.millrace.connector.files.DeadLetterFiles;
import io.millrace.job.AuditApplication;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.replay.BoundedRun;
import io.millrace.plan.AuditFinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Compares a source with its collection, and mends what differs if it is asked to. For one thread. */
public final class Audit {
    private final AuditApplication application;
    private final Path scratch;
    private final BoundedRun run;
    private boolean prepared;

    /**
     * An audit.
     *
     * @param config an ingest job's
     * @param scratch a directory that the job's tasks can write to; findings pass through it
     */
    public Audit(MillraceConfig config, Path scratch, BoundedRun run) {
        this.application = new AuditApplication(config);
        this.scratch = scratch;
        this.run = run;
    }

    /** Compares; changes nothing and calls no model. */
    public AuditReport compare() throws Exception {
        return run(false);
    }

    /**
     * Compares, and mends what differs: embeds what is missing, writes payloads that are wrong, removes what is too
     * many. What it reports is what it found before.
     */
    public AuditReport repair() throws Exception {
        return run(true);
    }

    private AuditReport run(boolean mending) throws Exception {
        if (!prepared) {
            application.prepare();
            prepared = true;
        }
        boolean tellsGone = application.tellsGone();
        Path findings = scratch.resolve("findings-" + UUID.randomUUID());
        Map<String, Long> counts = run.toTheEnd(
                application.jobName(),
                env -> application.define(env, findings.toUri().toString(), tellsGone, mending));
        return new AuditReport(
                counts.getOrDefault("audited", 0L),
                read(findings),
                tellsGone && counts.getOrDefault("unknown", 0L) == 0);
    }

    private static List<AuditFinding> read(Path directory) throws Exception {
        List<AuditFinding> findings = new ArrayList<>();
        DeadLetterFiles files = new DeadLetterFiles(directory.toUri().toString());
        for (String name : files.names()) {
            files.read(name, (number, line) -> findings.add(FindingJson.decode(line.value())));
        }
        return findings;
    }
}
