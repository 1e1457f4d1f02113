package io.mcpgateway.upstream;

import io.mcpgateway.remote.Link;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A link that goes nowhere and keeps what was sent. */
final class RecordingLink implements Link {
    final List<Message> sent = new CopyOnWriteArrayList<>();
    final List<Long> answered = new CopyOnWriteArrayList<>();
    volatile boolean closed;

    @Override
    public void send(Message message) {
        sent.add(message);
    }

    @Override
    public void answered(long id) {
        answered.add(id);
    }

    @Override
    public void close() {
        closed = true;
    }

    List<String> texts() {
        return sent.stream().map(message -> message.text().toString()).toList();
    }
}
