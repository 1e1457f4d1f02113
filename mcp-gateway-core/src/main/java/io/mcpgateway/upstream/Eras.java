package io.mcpgateway.upstream;

import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.Era;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which era each server speaks, as far as that has been found out, now or by an earlier gateway: by definition. Thread-safe;
 * the map owns what this gateway uses, the file what outlives it.
 */
final class Eras {
    private final Clock clock;
    private final EraFile file;
    private final Map<String, EraVerdict> verdicts = new ConcurrentHashMap<>();

    Eras(Clock clock, EraFile file) {
        this.clock = clock;
        this.file = file;
    }

    /** The era of a server: as its entry says, or as it was found out; empty if it has to be asked. */
    Optional<Era> of(ServerDefinition server) {
        if (server.javaServer().isPresent()) {
            return Optional.of(server.javaServer().get().era());
        }
        if (server.era().isPresent()) {
            return server.era();
        }
        EraVerdict verdict = verdict(server.digest());
        return verdict == null ? Optional.empty() : Optional.of(verdict.era());
    }

    private @Nullable EraVerdict verdict(String digest) {
        EraVerdict known = verdicts.get(digest);
        if (known == null) {
            known = file.find(digest);
        }
        if (known == null || known.holds(clock.instant())) {
            return known;
        }
        verdicts.remove(digest, known);
        file.remove(digest);
        return null;
    }

    /** Whether {@link #of} tells what was found out, not what the entry says. */
    boolean wasFound(ServerDefinition server) {
        return server.javaServer().isEmpty() && server.era().isEmpty() && verdict(server.digest()) != null;
    }

    /** It was found out. */
    void found(ServerDefinition server, Era era, EraVerdict.Reason reason) {
        EraVerdict verdict = new EraVerdict(era, reason, server.plan() instanceof LaunchPlan.Reach, clock.instant());
        EraVerdict before = verdicts.put(server.digest(), verdict);
        if (before == null || before.era() != era || before.reason() != reason) {
            file.put(server.digest(), verdict);
        }
    }

    /** It does not hold any more. */
    void forget(ServerDefinition server) {
        verdicts.remove(server.digest());
        file.remove(server.digest());
    }

    /** Forgets definitions that are not current any more; the file keeps them. */
    void keepOnly(Set<String> digests) {
        verdicts.keySet().retainAll(digests);
    }
}
