package io.mcpgateway.jvm;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.spi.JavaServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * An MCP server in this JVM whose tools are {@link JavaTool}s. It speaks the legacy revisions with their handshake and
 * the stateless revision 2026-07-28. Thread-safe. Answers may come on the caller's thread or on the executor's.
 */
public final class ToolServer implements JavaServer {
    private final ObjectNode info;
    private final String instructions;
    private final ToolSet tools;
    private final Executor executor;
    private final Runnable onClose;
    private final Set<Conversation> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private ToolServer(Builder builder) {
        this.info = Json.newObject().put("name", builder.name);
        if (!builder.title.isEmpty()) {
            info.put("title", builder.title);
        }
        info.put("version", builder.version);
        this.instructions = builder.instructions;
        this.tools = new ToolSet(builder.tools);
        this.executor = builder.executor;
        this.onClose = builder.onClose;
    }

    /**
     * Starts to describe a server.
     *
     * @param executor runs the tools; not closed by the server
     */
    public static Builder builder(String name, String version, Executor executor) {
        return new Builder(name, version, executor);
    }

    @Override
    public Channel open(Receiver toGateway) {
        Conversation conversation = new Conversation(this, toGateway);
        open.add(conversation);
        // Either close() sees the new one, or we see here that it has been called.
        if (closed) {
            conversation.end("the server is closed");
        }
        return conversation;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        open.forEach(conversation -> conversation.end("the server is closed"));
        onClose.run();
    }

    void ended(Conversation conversation) {
        open.remove(conversation);
    }

    ObjectNode info() {
        return info.deepCopy();
    }

    String instructions() {
        return instructions;
    }

    ToolSet tools() {
        return tools;
    }

    Executor executor() {
        return executor;
    }

    /** Describes a server. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final String version;
        private final Executor executor;
        private final List<JavaTool> tools = new ArrayList<>();
        private String title = "";
        private String instructions = "";
        private Runnable onClose = () -> {};

        private Builder(String name, String version, Executor executor) {
            this.name = requireNonNull(name, "name");
            this.version = requireNonNull(version, "version");
            this.executor = requireNonNull(executor, "executor");
        }

        /** Its name for people. */
        public Builder title(String value) {
            this.title = requireNonNull(value, "title");
            return this;
        }

        /** What a model should know about the server as a whole. */
        public Builder instructions(String value) {
            this.instructions = requireNonNull(value, "instructions");
            return this;
        }

        /** Adds a tool. */
        public Builder tool(JavaTool value) {
            tools.add(requireNonNull(value, "tool"));
            return this;
        }

        /** Adds tools. */
        public Builder tools(List<? extends JavaTool> value) {
            tools.addAll(value);
            return this;
        }

        /** Runs once, when the server has been closed. */
        public Builder onClose(Runnable value) {
            this.onClose = requireNonNull(value, "onClose");
            return this;
        }

        /**
         * The server.
         *
         * @throws IllegalArgumentException if a name or schema is wrong or two tools have one name
         */
        public ToolServer build() {
            return new ToolServer(this);
        }
    }
}
