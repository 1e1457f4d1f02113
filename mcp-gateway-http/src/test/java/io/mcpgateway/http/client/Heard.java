package io.mcpgateway.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes down what a link tells, and checks that it ends each request at most once. */
class Heard implements Link.Listener {
    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<Long> streams = new CopyOnWriteArrayList<>();
    final Map<Long, GatewayException> failures = new ConcurrentHashMap<>();
    final Map<Long, Integer> refusals = new ConcurrentHashMap<>();
    final AtomicInteger renewals = new AtomicInteger();
    final List<String> noise = new CopyOnWriteArrayList<>();
    final List<GatewayException> closed = new CopyOnWriteArrayList<>();

    @Override
    public void message(JsonText text) {
        message(text, 0);
    }

    @Override
    public void message(JsonText text, long stream) {
        streams.add(stream);
        messages.add(text.toString());
    }

    @Override
    public void failed(long id, GatewayException cause) {
        assertThat(failures.put(id, cause)).as("request %d failed twice", id).isNull();
    }

    @Override
    public void refused(long id, int status, GatewayException cause) {
        refusals.put(id, status);
        failed(id, cause);
    }

    @Override
    public void renewed() {
        renewals.incrementAndGet();
    }

    @Override
    public void noise(String what) {
        noise.add(what);
    }

    @Override
    public void closed(GatewayException cause) {
        closed.add(cause);
    }

    GatewayException failure(long id) {
        await().until(() -> failures.containsKey(id));
        return failures.get(id);
    }

    void awaitMessages(int count) {
        await().untilAsserted(() -> assertThat(messages).hasSize(count));
    }

    void awaitClosed() {
        await().untilAsserted(() -> assertThat(closed).hasSize(1));
    }
}
