package io.mcpgateway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Event;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadExit;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds out how a container ended. By then it is usually removed, so nothing here inspects it. */
final class ExitStory {
    private static final int KILLED = 128 + 9;
    private static final long EVENTS_SECONDS = 3;

    private final Engine engine;
    private final String container;

    ExitStory(Engine engine, String container) {
        this.engine = engine;
        this.container = container;
    }

    /**
     * Reads the answer to {@code wait}, which comes when the container has ended.
     *
     * @param ours whether it ended because we ended it
     */
    WorkloadExit read(EngineExchange wait, boolean ours) {
        JsonNode answer;
        try {
            answer = wait.json();
        } catch (IOException e) {
            return WorkloadExit.unknown(
                    ours ? "it was ended by the gateway" : "the connection to the container engine was lost");
        }
        if (!answer.path("StatusCode").isInt()) {
            return WorkloadExit.unknown(
                    EngineErrors.oneLine(answer.path("message").asText("the engine does not tell")));
        }
        int status = answer.path("StatusCode").asInt();
        String error = EngineErrors.oneLine(answer.path("Error").path("Message").asText(""));
        boolean memory = !ours && status != 0 && ranOutOfMemory();
        return new WorkloadExit(
                OptionalInt.of(status), memory && status == KILLED, detail(status, ours, memory, error));
    }

    private static String detail(int status, boolean ours, boolean memory, String error) {
        if (!error.isEmpty()) {
            return error;
        }
        if (memory) {
            return status == KILLED
                    ? "raise its memory limit"
                    : "one of its processes was ended for using too much memory";
        }
        if (ours) {
            return status == KILLED ? "it was ended by the gateway" : "";
        }
        return switch (status) {
            case 126 ->
                "permission was denied for its command: the user it runs as may not execute it, or it needs a kernel"
                        + " capability; grant this server a user or the capability";
            case 127 -> "its command does not exist in the image; check the entry's command";
            case KILLED -> "something killed it";
            default -> "";
        };
    }

    /**
     * Whether the kernel ended a process of it for using too much memory. The engine replays its latest events; an
     * {@code oom} comes before the {@code die} of the same container.
     */
    private boolean ranOutOfMemory() {
        OutOfMemory callback = new OutOfMemory();
        try {
            return engine.call(
                    "Cannot ask why a container ended",
                    docker -> docker.eventsCmd()
                            .withSince("1")
                            .withContainerFilter(container)
                            .withEventFilter("oom", "die")
                            .exec(callback)
                            .answer());
        } catch (DockerException | GatewayException e) {
            return false; // The exit itself is known; only this detail is not.
        } finally {
            engine.close(callback);
        }
    }

    private static final class OutOfMemory extends ResultCallback.Adapter<Event> {
        private final CompletableFuture<Boolean> found = new CompletableFuture<>();

        @Override
        public void onNext(Event event) {
            if ("oom".equals(event.getAction())) {
                found.complete(true);
            } else if ("die".equals(event.getAction())) {
                found.complete(false);
            }
        }

        @Override
        public void onError(Throwable failure) {
            found.complete(false);
            super.onError(failure);
        }

        @Override
        public void onComplete() {
            found.complete(false);
            super.onComplete();
        }

        boolean answer() {
            try {
                return found.get(EVENTS_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException | TimeoutException e) {
                return false;
            }
        }
    }
}
