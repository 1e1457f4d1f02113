package io.mcpgateway.settings;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The limits of the relay. Each is a size, a number or a time; hitting one is a clear error. Immutable; start from
 * {@link #DEFAULT} or {@link #builder()}, or change some with {@link #with}.
 */
public final class Limits {
    /** The defaults. */
    public static final Limits DEFAULT = builder().build();

    private final int messageBytes;
    private final int pendingPerSession;
    private final int pendingPerServer;
    private final Duration queueWait;
    private final int sessions;
    private final Duration sessionIdle;
    private final Duration call;
    private final Duration serverStart;
    private final Duration listingWait;
    private final int listPageEntries;
    private final int listPageBytes;
    private final int concurrentStarts;
    private final int workloads;
    private final int workloadsPerSession;
    private final int stderrBytes;
    private final Duration eraProbe;
    private final Duration parked;
    private final int parkedCalls;
    private final int profiles;
    private final int callWorkloads;
    private final int callWorkloadsPerServer;
    private final int standbyPerServer;
    private final int standbys;
    private final Duration standbyIdle;
    private final OptionalLong standbyMemory;
    private final Duration drain;

    private Limits(Builder builder) {
        this.messageBytes = builder.messageBytes;
        this.pendingPerSession = builder.pendingPerSession;
        this.pendingPerServer = builder.pendingPerServer;
        this.queueWait = builder.queueWait;
        this.sessions = builder.sessions;
        this.sessionIdle = builder.sessionIdle;
        this.call = builder.call;
        this.serverStart = builder.serverStart;
        this.listingWait = builder.listingWait;
        this.listPageEntries = builder.listPageEntries;
        this.listPageBytes = builder.listPageBytes;
        this.concurrentStarts = builder.concurrentStarts;
        this.workloads = builder.workloads;
        this.workloadsPerSession = builder.workloadsPerSession;
        this.stderrBytes = builder.stderrBytes;
        this.eraProbe = builder.eraProbe;
        this.parked = builder.parked;
        this.parkedCalls = builder.parkedCalls;
        this.profiles = builder.profiles;
        this.callWorkloads = builder.callWorkloads;
        this.callWorkloadsPerServer = builder.callWorkloadsPerServer;
        this.standbyPerServer = builder.standbyPerServer;
        this.standbys = builder.standbys;
        this.standbyIdle = builder.standbyIdle;
        this.standbyMemory = builder.standbyMemory;
        this.drain = builder.drain;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** These limits with changes, as in {@code limits.with(set -> set.sessions(10).call(Duration.ofMinutes(1)))}. */
    public Limits with(Consumer<Builder> changes) {
        Builder builder = new Builder(this);
        changes.accept(builder);
        return builder.build();
    }

    /** Bytes of the largest message, from either side; 32 MiB. */
    public int messageBytes() {
        return messageBytes;
    }

    /** Requests in flight for each client session, and as many questions to its client and subscriptions of it; 2,048. */
    public int pendingPerSession() {
        return pendingPerSession;
    }

    /** Requests in flight for each server, and as many questions of it; 2,048. */
    public int pendingPerServer() {
        return pendingPerServer;
    }

    /** How long a request waits for its turn to start a workload, or to have one of its own; 5 minutes. */
    public Duration queueWait() {
        return queueWait;
    }

    /** Client sessions of the legacy era at once, and as many session keys of the modern one; 1,000. */
    public int sessions() {
        return sessions;
    }

    /** After which time an unused session, or a workload that is kept and not used, ends; 30 minutes. */
    public Duration sessionIdle() {
        return sessionIdle;
    }

    /** How long a call may take, counted anew from each progress notification; 10 minutes. */
    public Duration call() {
        return call;
    }

    /** How long a server may take to start and shake hands; 60 seconds. */
    public Duration serverStart() {
        return serverStart;
    }

    /** How long a request waits for servers that have not been listed; 10 seconds. */
    public Duration listingWait() {
        return listingWait;
    }

    /** Most entries on one page of a list; 1,000. */
    public int listPageEntries() {
        return listPageEntries;
    }

    /** Most bytes of entries on one page of a list, unless a single entry is larger; 8 MiB. */
    public int listPageBytes() {
        return listPageBytes;
    }

    /** Workloads that are started at once; 8. */
    public int concurrentStarts() {
        return concurrentStarts;
    }

    /** Workloads that live at once, in containers, processes and the JVM, and conversations with remote servers; 5,000. */
    public int workloads() {
        return workloads;
    }

    /** Workloads that live at once for one client session alone; 250. */
    public int workloadsPerSession() {
        return workloadsPerSession;
    }

    /** Bytes of a workload's standard error that are kept for messages; 64 KiB. */
    public int stderrBytes() {
        return stderrBytes;
    }

    /** How long a server of unknown era may keep silent before it counts as a legacy one; 13 seconds. */
    public Duration eraProbe() {
        return eraProbe;
    }

    /** How long a call waits for its client to answer a server's question; 15 minutes. */
    public Duration parked() {
        return parked;
    }

    /** Calls that wait so at once; 1,000. */
    public int parkedCalls() {
        return parkedCalls;
    }

    /** Sets of client capabilities that are known at once, beside the empty one; 32. */
    public int profiles() {
        return profiles;
    }

    /** Workloads that serve one call each at once, {@code isolation: call}; further calls wait for their turn; 128, half of them for one client. */
    public int callWorkloads() {
        return callWorkloads;
    }

    /** The same for one server; 32, half of them for one client. */
    public int callWorkloadsPerServer() {
        return callWorkloadsPerServer;
    }

    /** Workloads of a server under {@code isolation: call} that are kept ready for its next calls, after its first one; 1. */
    public int standbyPerServer() {
        return standbyPerServer;
    }

    /** The same for all servers together; 8. */
    public int standbys() {
        return standbys;
    }

    /** After which time without a call a server's standbys end; 5 minutes. */
    public Duration standbyIdle() {
        return standbyIdle;
    }

    /**
     * Bytes of memory that all standbys may use, counted by the limits of their workloads; empty for a quarter of this machine's,
     * but one workload at least.
     */
    public OptionalLong standbyMemory() {
        return standbyMemory;
    }

    /** How long calls in flight may go on when the gateway, or a server, is to end; 5 seconds. */
    public Duration drain() {
        return drain;
    }

    /**
     * Collects limits. A value that cannot be one, such as a negative time, is refused with an
     * {@link IllegalArgumentException} where it is set. Not thread-safe.
     */
    public static final class Builder {
        private int messageBytes = 32 << 20;
        private int pendingPerSession = 2048;
        private int pendingPerServer = 2048;
        private Duration queueWait = Duration.ofMinutes(5);
        private int sessions = 1000;
        private Duration sessionIdle = Duration.ofMinutes(30);
        private Duration call = Duration.ofMinutes(10);
        private Duration serverStart = Duration.ofSeconds(60);
        private Duration listingWait = Duration.ofSeconds(10);
        private int listPageEntries = 1000;
        private int listPageBytes = 8 << 20;
        private int concurrentStarts = 8;
        private int workloads = 5000;
        private int workloadsPerSession = 250;
        private int stderrBytes = 64 << 10;
        private Duration eraProbe = Duration.ofSeconds(13);
        private Duration parked = Duration.ofMinutes(15);
        private int parkedCalls = 1000;
        private int profiles = 32;
        private int callWorkloads = 128;
        private int callWorkloadsPerServer = 32;
        private int standbyPerServer = 1;
        private int standbys = 8;
        private Duration standbyIdle = Duration.ofMinutes(5);
        private OptionalLong standbyMemory = OptionalLong.empty();
        private Duration drain = Duration.ofSeconds(5);

        private Builder() {}

        private Builder(Limits given) {
            this.messageBytes = given.messageBytes;
            this.pendingPerSession = given.pendingPerSession;
            this.pendingPerServer = given.pendingPerServer;
            this.queueWait = given.queueWait;
            this.sessions = given.sessions;
            this.sessionIdle = given.sessionIdle;
            this.call = given.call;
            this.serverStart = given.serverStart;
            this.listingWait = given.listingWait;
            this.listPageEntries = given.listPageEntries;
            this.listPageBytes = given.listPageBytes;
            this.concurrentStarts = given.concurrentStarts;
            this.workloads = given.workloads;
            this.workloadsPerSession = given.workloadsPerSession;
            this.stderrBytes = given.stderrBytes;
            this.eraProbe = given.eraProbe;
            this.parked = given.parked;
            this.parkedCalls = given.parkedCalls;
            this.profiles = given.profiles;
            this.callWorkloads = given.callWorkloads;
            this.callWorkloadsPerServer = given.callWorkloadsPerServer;
            this.standbyPerServer = given.standbyPerServer;
            this.standbys = given.standbys;
            this.standbyIdle = given.standbyIdle;
            this.standbyMemory = given.standbyMemory;
            this.drain = given.drain;
        }

        /** See {@link Limits#messageBytes()}. */
        public Builder messageBytes(int value) {
            this.messageBytes = atLeast(1, value, "messageBytes");
            return this;
        }

        /** See {@link Limits#pendingPerSession()}. */
        public Builder pendingPerSession(int value) {
            this.pendingPerSession = atLeast(1, value, "pendingPerSession");
            return this;
        }

        /** See {@link Limits#pendingPerServer()}. */
        public Builder pendingPerServer(int value) {
            this.pendingPerServer = atLeast(1, value, "pendingPerServer");
            return this;
        }

        /** See {@link Limits#queueWait()}. */
        public Builder queueWait(Duration value) {
            this.queueWait = notNegative(value, "queueWait");
            return this;
        }

        /** See {@link Limits#sessions()}. */
        public Builder sessions(int value) {
            this.sessions = atLeast(1, value, "sessions");
            return this;
        }

        /** See {@link Limits#sessionIdle()}. */
        public Builder sessionIdle(Duration value) {
            this.sessionIdle = notNegative(value, "sessionIdle");
            return this;
        }

        /** See {@link Limits#call()}. */
        public Builder call(Duration value) {
            this.call = notNegative(value, "call");
            return this;
        }

        /** See {@link Limits#serverStart()}. */
        public Builder serverStart(Duration value) {
            this.serverStart = notNegative(value, "serverStart");
            return this;
        }

        /** See {@link Limits#listingWait()}. */
        public Builder listingWait(Duration value) {
            this.listingWait = notNegative(value, "listingWait");
            return this;
        }

        /** See {@link Limits#listPageEntries()}. */
        public Builder listPageEntries(int value) {
            this.listPageEntries = atLeast(1, value, "listPageEntries");
            return this;
        }

        /** See {@link Limits#listPageBytes()}. */
        public Builder listPageBytes(int value) {
            this.listPageBytes = atLeast(1, value, "listPageBytes");
            return this;
        }

        /** See {@link Limits#concurrentStarts()}. */
        public Builder concurrentStarts(int value) {
            this.concurrentStarts = atLeast(1, value, "concurrentStarts");
            return this;
        }

        /** See {@link Limits#workloads()}. */
        public Builder workloads(int value) {
            this.workloads = atLeast(1, value, "workloads");
            return this;
        }

        /** See {@link Limits#workloadsPerSession()}. */
        public Builder workloadsPerSession(int value) {
            this.workloadsPerSession = atLeast(1, value, "workloadsPerSession");
            return this;
        }

        /** See {@link Limits#stderrBytes()}. */
        public Builder stderrBytes(int value) {
            this.stderrBytes = atLeast(0, value, "stderrBytes");
            return this;
        }

        /** See {@link Limits#eraProbe()}. */
        public Builder eraProbe(Duration value) {
            this.eraProbe = notNegative(value, "eraProbe");
            return this;
        }

        /** See {@link Limits#parked()}. */
        public Builder parked(Duration value) {
            this.parked = notNegative(value, "parked");
            return this;
        }

        /** See {@link Limits#parkedCalls()}. */
        public Builder parkedCalls(int value) {
            this.parkedCalls = atLeast(0, value, "parkedCalls");
            return this;
        }

        /** See {@link Limits#profiles()}. */
        public Builder profiles(int value) {
            this.profiles = atLeast(1, value, "profiles");
            return this;
        }

        /** See {@link Limits#callWorkloads()}. */
        public Builder callWorkloads(int value) {
            this.callWorkloads = atLeast(1, value, "callWorkloads");
            return this;
        }

        /** See {@link Limits#callWorkloadsPerServer()}. */
        public Builder callWorkloadsPerServer(int value) {
            this.callWorkloadsPerServer = atLeast(1, value, "callWorkloadsPerServer");
            return this;
        }

        /** See {@link Limits#standbyPerServer()}. */
        public Builder standbyPerServer(int value) {
            this.standbyPerServer = atLeast(0, value, "standbyPerServer");
            return this;
        }

        /** See {@link Limits#standbys()}. */
        public Builder standbys(int value) {
            this.standbys = atLeast(0, value, "standbys");
            return this;
        }

        /** See {@link Limits#standbyIdle()}. */
        public Builder standbyIdle(Duration value) {
            this.standbyIdle = notNegative(value, "standbyIdle");
            return this;
        }

        /** See {@link Limits#standbyMemory()}. */
        public Builder standbyMemory(OptionalLong value) {
            if (value.orElse(0) < 0) {
                throw new IllegalArgumentException("standbyMemory must not be negative, is " + value.getAsLong());
            }
            this.standbyMemory = value;
            return this;
        }

        /** See {@link Limits#drain()}. */
        public Builder drain(Duration value) {
            this.drain = notNegative(value, "drain");
            return this;
        }

        private static int atLeast(int least, int value, String name) {
            if (value < least) {
                throw new IllegalArgumentException(name + " must be at least " + least + ", is " + value);
            }
            return value;
        }

        private static Duration notNegative(Duration value, String name) {
            if (requireNonNull(value, name).isNegative()) {
                throw new IllegalArgumentException(name + " must not be negative, is " + value);
            }
            return value;
        }

        /** The limits. */
        public Limits build() {
            return new Limits(this);
        }
    }
}
