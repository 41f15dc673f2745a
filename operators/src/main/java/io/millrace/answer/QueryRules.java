package io.millrace.answer;

import java.time.Duration;

/**
 * What holds for every request.
 *
 * @param timeout for all of it: then it is answered as failed
 * @param access who may see what
 */
record QueryRules(Duration timeout, AccessRules access) {
    /** Everybody sees everything, and has so much time for it. */
    static QueryRules within(Duration timeout) {
        return new QueryRules(timeout, AccessRules.OPEN);
    }

    /** These, with other rules on who may see what. */
    QueryRules seeing(AccessRules rules) {
        return new QueryRules(timeout, rules);
    }
}
