/** What an ingest job would do and cost, without doing it: {@link io.millrace.job.dryrun.DryRun}. */
package io.millrace.job.dryrun;
