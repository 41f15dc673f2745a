package io.millrace.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBodyTest {
    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // OpenAI, as it comes and without its envelope
                "{'error':{'message':'Too long','type':'invalid','param':'input','code':'too_long'}} | too_long | input | Too long",
                "{'message':'Too long','type':'invalid','param':'input','code':null} | invalid | input | Too long",
                // TEI's own routes
                "{'error':'batch size 33 > maximum allowed batch size 32','error_type':'Validation'} | Validation | '' | batch size 33 > maximum allowed batch size 32",
                // Ollama
                "{'error':'model not found'} | '' | '' | model not found",
                // Cohere
                "{'id':'7','message':'invalid request'} | '' | '' | invalid request",
                // Jina, with and without its code
                "{'code':'AUTH_INVALID_API_KEY','message':'Invalid API key'} | AUTH_INVALID_API_KEY | '' | Invalid API key",
                "{'detail':'Invalid API key'} | '' | '' | Invalid API key",
                // FastAPI
                "{'detail':[{'type':'missing','loc':['body','documents'],'msg':'Field required'}]} | missing | documents | Field required",
                // a code that is only the status
                "{'message':'no','type':'BadRequestError','code':400} | BadRequestError | '' | no",
                "'just words' | '' | '' | just words",
                "[1] | '' | '' | ''"
            },
            quoteCharacter = '`')
    void readsWhatServersSay(String body, String code, String param, String message) throws JsonProcessingException {
        assertThat(ErrorBody.of(json.readTree(body.replace('\'', '"'))))
                .isEqualTo(new ErrorBody(plain(code), plain(param), plain(message)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'code':429,'message':'m','status':'RESOURCE_EXHAUSTED','details':[{'retryDelay':'34s'}]} | RESOURCE_EXHAUSTED | PT34S",
                "{'code':429,'message':'m','status':'RESOURCE_EXHAUSTED','details':[{},{'retryDelay':'1.5s'}]} | RESOURCE_EXHAUSTED | PT1.5S",
                "{'code':400,'message':'m','status':'INVALID_ARGUMENT','details':[{'reason':'API_KEY_INVALID'}]} | API_KEY_INVALID |",
                "{'code':503,'message':'m','status':'UNAVAILABLE','details':[{'retryDelay':'soon'}]} | UNAVAILABLE |",
                "{'code':503,'message':'m','status':'UNAVAILABLE'} | UNAVAILABLE |"
            },
            quoteCharacter = '`')
    void readsWhatGoogleSays(String error, String code, @Nullable Duration wait) throws JsonProcessingException {
        assertThat(ErrorBody.of(json.readTree("{'error':%s}".formatted(error).replace('\'', '"'))))
                .isEqualTo(new ErrorBody(code, "", "m", wait));
    }

    @Test
    void findsNothingInNothing() {
        assertThat(ErrorBody.of(null)).isEqualTo(new ErrorBody("", "", ""));
    }

    private static String plain(String cell) {
        return cell.equals("''") ? "" : cell;
    }
}
