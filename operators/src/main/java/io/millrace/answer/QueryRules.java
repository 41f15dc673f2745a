package io.millrace.answer;

import java.time.Duration;

/**
 * What holds for every request.
 *
 * @param timeout for all of it: then it is answered as failed
 * @param access who may see what
 * @param admission who comes in
 */
record QueryRules(Duration timeout, AccessRules access, Admission admission) {
    /** Everybody comes in and sees everything, and has so much time for it. */
    static QueryRules within(Duration timeout) {
        return new QueryRules(timeout, AccessRules.OPEN, Admission.open());
    }

    /** These, with other rules on who may see what. */
    QueryRules seeing(AccessRules rules) {
        return new QueryRules(timeout, rules, admission);
    }

    /** These, with limits on who comes in. */
    QueryRules admitting(Admission limited) {
        return new QueryRules(timeout, access, limited);
    }
}
