package io.millrace.job.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the servers, which all suites share, and flows: a flow that is asked for by a method lives as long as its
 * test, and one that is asked for by {@code @BeforeAll} as long as its suite.
 */
final class EndToEnd implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(EndToEnd.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Servers.class || type == Flow.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // What stores hold is closed with their context.
        Servers servers = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Servers.class, key -> Servers.start(), Servers.class);
        return parameter.getParameter().getType() == Servers.class
                ? servers
                : context.getStore(NAMESPACE)
                        // A store looks into its parents' too: by its own name, a test's flow isn't its suite's.
                        .computeIfAbsent(context.getUniqueId(), key -> new Flow(servers), Flow.class);
    }
}
