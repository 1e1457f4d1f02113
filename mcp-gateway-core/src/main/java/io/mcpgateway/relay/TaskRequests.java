package io.mcpgateway.relay;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Lease;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes requests about tasks to the servers that made them. Has no state of its own. */
final class TaskRequests {
    private final ServerLeases leases;
    private final Pipeline pipeline;
    private final Parking parking;

    TaskRequests(ServerLeases leases, Pipeline pipeline, Parking parking) {
        this.leases = leases;
        this.pipeline = pipeline;
        this.parking = parking;
    }

    CompletionStage<Outcome> answer(Request request) {
        Outcome refusal = TaskSupport.refusal(request);
        if (refusal != null) {
            return CompletableFuture.completedFuture(refusal);
        }
        try {
            if (request.envelope().method().equals("tasks/list")) {
                return parking.tasks().list(request, (task, about) -> forward(about, task));
            }
            Tasks.Held task = parking.tasks().of(request);
            return task == null ? CompletableFuture.completedFuture(Tasks.unknown()) : forward(request, task);
        } catch (MalformedMessageException e) {
            return Refusals.invalid(e);
        }
    }

    private CompletionStage<Outcome> forward(Request request, Tasks.Held task) {
        Exchange exchange = request.exchange(Exchange.Kind.CALL, task.target(), task.server());
        return pipeline.run(
                exchange,
                passed -> leases.goingOn(
                        task.server(),
                        () -> send(
                                request, task, ServerRequest.of(exchange.method(), task.target(), passed.params()))));
    }

    private CompletionStage<Outcome> send(Request request, Tasks.Held task, ServerRequest call) {
        Lease lease = task.lease().share();
        if (lease == null) { // it was let go of meanwhile
            return CompletableFuture.completedFuture(Tasks.unknown());
        }
        return ServerCall.send(parking, request, lease, call).thenApply(outcome -> {
            parking.tasks().answered(request, task, outcome);
            return outcome;
        });
    }
}
