package io.millrace.connector.bedrock;

import io.millrace.failure.FatalException;
import io.millrace.failure.TransientException;
import io.millrace.failure.Unquoted;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * AWS credentials from where AWS's tools look for them: environment, system properties, web identity, profile, container,
 * instance. Safe for use by many threads.
 */
final class ChainCredentials implements AwsCredentialsProvider, AutoCloseable {
    private final BedrockTarget target;
    // Not the shared one: it would outlive the model.
    private final DefaultCredentialsProvider chain =
            DefaultCredentialsProvider.builder().build();
    private volatile boolean found;

    ChainCredentials(BedrockTarget target) {
        this.target = target;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            AwsCredentials credentials = chain.resolveCredentials();
            found = true;
            return credentials;
        } catch (SdkClientException nowhere) {
            // Where there were some, whoever renews them is out of order for a while.
            if (found) {
                throw new TransientException(
                        "credentials-unavailable",
                        "The AWS credentials for %s can't be renewed now".formatted(target.address()),
                        Unquoted.of(nowhere));
            }
            throw new FatalException(
                    "credentials-missing",
                    "No AWS credentials are found for %s: give the job AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role, or set %s to a Bedrock API key"
                            .formatted(target.address(), target.settings().key("api-key")));
        }
    }

    @Override
    public void close() {
        chain.close();
    }
}
