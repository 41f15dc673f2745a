package io.millrace.embedded.qdrant.filter;

import io.millrace.embedded.qdrant.payload.Values;
import io.qdrant.client.grpc.Collections.TextIndexParams;
import io.qdrant.client.grpc.Common.Match;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Whether one payload value, which is not the list that it may stand in, satisfies a match condition. */
final class ValueMatch {

    private ValueMatch() {}

    /** Types are exact: the integer 1 is matched neither by the keyword "1" nor by the number 1.0. */
    static boolean matches(Match match, Value value, @Nullable TextIndexParams textIndex) {
        return switch (match.getMatchValueCase()) {
            case KEYWORD -> value.hasStringValue() && value.getStringValue().equals(match.getKeyword());
            case INTEGER -> value.hasIntegerValue() && value.getIntegerValue() == match.getInteger();
            case BOOLEAN -> value.hasBoolValue() && value.getBoolValue() == match.getBoolean();
            case KEYWORDS ->
                value.hasStringValue() && match.getKeywords().getStringsList().contains(value.getStringValue());
            case INTEGERS ->
                value.hasIntegerValue() && match.getIntegers().getIntegersList().contains(value.getIntegerValue());
            case EXCEPT_KEYWORDS ->
                !Values.isNull(value)
                        && !(value.hasStringValue()
                                && match.getExceptKeywords().getStringsList().contains(value.getStringValue()));
            case EXCEPT_INTEGERS ->
                !Values.isNull(value)
                        && !(value.hasIntegerValue()
                                && match.getExceptIntegers().getIntegersList().contains(value.getIntegerValue()));
            case TEXT, TEXT_ANY, PHRASE -> value.hasStringValue() && text(match, value.getStringValue(), textIndex);
            case MATCHVALUE_NOT_SET -> false;
        };
    }

    /** Whether it speaks of a text's tokens, where that is indexed. */
    static boolean isOfText(Match match) {
        return match.hasText() || match.hasTextAny() || match.hasPhrase();
    }

    private static boolean text(Match match, String stored, @Nullable TextIndexParams textIndex) {
        if (textIndex == null) {
            return switch (match.getMatchValueCase()) {
                case TEXT -> stored.contains(match.getText());
                case PHRASE -> stored.contains(match.getPhrase());
                default ->
                    Arrays.stream(match.getTextAny().trim().split("\\s+"))
                            .anyMatch(word -> !word.isEmpty() && stored.contains(word));
            };
        }
        Tokens tokens = new Tokens(textIndex);
        return switch (match.getMatchValueCase()) {
            case TEXT -> tokens.hasAll(stored, match.getText());
            case PHRASE -> tokens.hasPhrase(stored, match.getPhrase());
            default -> tokens.hasAny(stored, match.getTextAny());
        };
    }
}
