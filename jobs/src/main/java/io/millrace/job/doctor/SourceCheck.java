package io.millrace.job.doctor;

import io.millrace.job.IngestApplication;
import io.millrace.job.config.DocumentsConfig;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.doctor.Doctor.Said;
import java.util.concurrent.Callable;

/** Looks whether the files can be read that are to be ingested, and whether the rest of the ingest job's settings fit. */
final class SourceCheck implements Callable<Said> {
    private final MillraceConfig config;

    SourceCheck(MillraceConfig config) {
        this.config = config;
    }

    @Override
    public Said call() {
        IngestApplication application = new IngestApplication(config);
        application.check();
        return config.documents().source() == DocumentsConfig.Source.FILES
                ? Said.works(String.valueOf(config.files().path()))
                : Said.works("topic '%s'".formatted(config.kafka().documentsTopic()));
    }
}
