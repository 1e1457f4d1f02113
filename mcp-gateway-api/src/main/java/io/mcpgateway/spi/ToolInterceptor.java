package io.mcpgateway.spi;

import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.Outcome;
import java.util.concurrent.CompletionStage;

/** An interceptor that sees tool calls only. */
public interface ToolInterceptor extends Interceptor {
    /** Like {@link #intercept}, for exchanges of kind {@link Exchange.Kind#CALL}. */
    CompletionStage<Outcome> interceptCall(Exchange call, Handler next);

    @Override
    default CompletionStage<Outcome> intercept(Exchange exchange, Handler next) {
        return exchange.kind() == Exchange.Kind.CALL ? interceptCall(exchange, next) : next.handle(exchange);
    }
}
