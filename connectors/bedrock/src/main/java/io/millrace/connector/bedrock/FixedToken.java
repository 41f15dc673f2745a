package io.millrace.connector.bedrock;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.identity.spi.TokenIdentity;

/** The Bedrock API key of the configuration. */
record FixedToken(TokenIdentity token) implements IdentityProvider<TokenIdentity> {
    @Override
    public Class<TokenIdentity> identityType() {
        return TokenIdentity.class;
    }

    @Override
    public CompletableFuture<TokenIdentity> resolveIdentity(ResolveIdentityRequest request) {
        return CompletableFuture.completedFuture(token);
    }

    @Override
    public String toString() {
        return "***";
    }
}
