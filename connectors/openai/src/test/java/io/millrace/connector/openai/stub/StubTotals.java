package io.millrace.connector.openai.stub;

/**
 * The sums over all calls that are over. What is billed is what was worked on: calls that were answered, and those whose
 * answer was spoiled, cut off or left by its client.
 *
 * @param calls of any outcome
 * @param answered calls with {@link StubCall.Outcome#ANSWERED}
 * @param inputs texts in the answered calls
 * @param tokensAnswered in the answered calls, of input and output
 * @param tokensBilled of input and output
 * @param rateLimited calls that got 429, from a limit or from a fault
 * @param failed all other calls that weren't answered
 * @param abandoned those of the failed that their client left
 * @param peakInFlight the most calls in flight at once
 * @param early calls that arrived before the Retry-After of any 429 had passed
 * @param earlyBeyondGrace those of the early that arrived more than 20 ms after that 429 was sent, so that they weren't
 *     on the wire by then
 * @param distinctTexts texts in answered embedding calls, each counted once; 0 unless texts are counted
 * @param repeatedTexts times that such a text was answered again; 0 unless texts are counted
 * @param spanNanos from the earliest call's arrival to the latest end
 */
public record StubTotals(
        long calls,
        long answered,
        long inputs,
        long tokensAnswered,
        long tokensBilled,
        long rateLimited,
        long failed,
        long abandoned,
        int peakInFlight,
        long early,
        long earlyBeyondGrace,
        long distinctTexts,
        long repeatedTexts,
        long spanNanos) {}
