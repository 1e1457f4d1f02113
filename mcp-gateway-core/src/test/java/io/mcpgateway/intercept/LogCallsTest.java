package io.mcpgateway.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.spi.Interceptor;
import io.mcpgateway.testkit.InterceptorContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LogCallsTest implements InterceptorContract {
    private final List<String> told = new ArrayList<>();

    @Override
    public Interceptor newInterceptor() {
        return new LogCalls((level, message, facts) -> told.add(message + " " + facts));
    }

    @Test
    void tellsOfToolCallsAndOfNothingElse() {
        for (Exchange exchange : InterceptorContract.exchanges()) {
            newInterceptor()
                    .intercept(
                            exchange, passed -> CompletableFuture.completedFuture(Outcome.result(JsonText.of("{}"))));
        }
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isEqualTo("Calling tool {tool=tool, server=server}");
        assertThat(told.get(1)).startsWith("Called tool {tool=tool, server=server, took=");
    }

    @Test
    void neverTellsWhatIsPassedOrReturned() {
        Exchange call =
                InterceptorContract.exchanges().get(0).withParams(JsonText.of("{\"name\":\"tool\",\"a\":\"hush\"}"));
        newInterceptor().intercept(call, passed -> CompletableFuture.completedFuture(Outcome.failure(-1, "hush hush")));
        assertThat(told).hasSize(2).noneMatch(text -> text.contains("hush"));
        assertThat(told.get(1)).contains("error=-1");
    }
}
