package io.millrace.job.dryrun;

import io.millrace.job.DryRunApplication;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.replay.BoundedRun;

/** Says what an ingest job would do: reads, cuts and plans as it would, calls no model and writes nothing. */
public final class DryRun {
    private final DryRunApplication application;
    private final BoundedRun run;

    /** A dry run of an ingest job of this configuration. */
    public DryRun(MillraceConfig config, BoundedRun run) {
        this.application = new DryRunApplication(config);
        this.run = run;
    }

    /** Runs to the present end of the source. */
    public DryRunReport report() throws Exception {
        application.prepare();
        return new DryRunReport(run.toTheEnd(application.jobName(), application::define), application.terms());
    }
}
