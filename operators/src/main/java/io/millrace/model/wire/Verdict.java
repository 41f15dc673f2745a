package io.millrace.model.wire;

/** What a refusal means. */
public enum Verdict {
    /** No key, or one that isn't valid. */
    KEY_REFUSED,
    /** The key may not do this. */
    FORBIDDEN,
    /** The account has no money left. */
    NO_BALANCE,
    /** The model isn't there, or nothing is at that path. */
    NO_MODEL,
    /** The model is there, and can't do what is asked. */
    MODEL_UNFIT,
    /** Not now: busy, over a rate, broken for a moment. */
    BUSY,
    /** Not this input. */
    INPUT_REFUSED,
    /** Whoever answers isn't the provider's server. */
    WRONG_SERVER
}
