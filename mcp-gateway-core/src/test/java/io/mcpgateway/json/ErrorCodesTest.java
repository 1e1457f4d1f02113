package io.mcpgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.JsonText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorCodesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"\"}}|-32601",
                "{\"error\":{\"message\":\"code\",\"data\":{\"code\":1},\"code\" : -32020 },\"id\":\"error\"}|-32020",
                "{\"id\":{\"error\":1},\"\\u0065rror\":{\"\\u0063ode\":7}}|7",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"error\":{\"code\":1}}}|0",
                "{\"result\":{},\"error\":{\"code\":1}}|0",
                "{\"error\":{\"code\":\"1\"}}|0",
                "{\"error\":{\"code\":1.0}}|0",
                "{\"error\":{\"code\":99999999999}}|0",
                "{\"error\":{\"code\":99999999999999999999}}|0",
                "{\"error\":{}}|0",
                "{\"error\":[]}|0",
                "{\"error\":|0",
                "{}|0",
                "[]|0"
            })
    void theCodeOfAnErrorAndNothingElse(String response, int code) {
        assertThat(ErrorCodes.of(JsonText.of(response))).isEqualTo(code);
    }
}
