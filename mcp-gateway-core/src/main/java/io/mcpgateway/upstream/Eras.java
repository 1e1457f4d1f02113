package io.mcpgateway.upstream;

import io.mcpgateway.model.Era;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which era each server speaks, as far as that has been found out: by definition, with date and reason. What a server
 * answered counts as long as its definition; that it kept silent or ended counts for a day, because it may have had another
 * reason, and so does the answer of a remote server, which changes without our knowing. Thread-safe.
 */
final class Eras {
    private static final Duration PROVISIONAL = Duration.ofHours(24);

    private final Clock clock;
    private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();

    /** Why a server is said to be of an era. */
    enum Reason {
        /** It answered. */
        ANSWER,
        /** It said nothing in time. */
        SILENCE,
        /** It ended. */
        EXIT
    }

    private record Verdict(Era era, Reason reason, boolean remote, Instant found) {}

    Eras(Clock clock) {
        this.clock = clock;
    }

    /** The era of a server: as its entry says, or as it was found out; empty if it has to be asked. */
    Optional<Era> of(ServerDefinition server) {
        if (server.javaServer().isPresent()) {
            return Optional.of(server.javaServer().get().era());
        }
        if (server.era().isPresent()) {
            return server.era();
        }
        Verdict verdict = verdicts.get(server.digest());
        if (verdict == null) {
            return Optional.empty();
        }
        boolean provisional = verdict.reason != Reason.ANSWER || verdict.remote;
        if (provisional && verdict.found.plus(PROVISIONAL).isBefore(clock.instant())) {
            verdicts.remove(server.digest(), verdict);
            return Optional.empty();
        }
        return Optional.of(verdict.era);
    }

    /** Whether {@link #of} tells what was found out, not what the entry says. */
    boolean wasFound(ServerDefinition server) {
        return server.javaServer().isEmpty() && server.era().isEmpty() && verdicts.containsKey(server.digest());
    }

    /** It was found out. */
    void found(ServerDefinition server, Era era, Reason reason) {
        boolean remote = server.plan() instanceof io.mcpgateway.launch.LaunchPlan.Reach;
        verdicts.put(server.digest(), new Verdict(era, reason, remote, clock.instant()));
    }

    /** It does not hold any more. */
    void forget(ServerDefinition server) {
        verdicts.remove(server.digest());
    }

    /** Forgets definitions that are not current any more. */
    void keepOnly(java.util.Set<String> digests) {
        verdicts.keySet().retainAll(digests);
    }
}
