package io.mcpgateway.upstream;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.settings.Limits;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * All workloads that start or live, and the places that they take, of which one session has a share. Thread-safe; owns the
 * set and the places: who is taken out of the set gives back its place, the one that it has by then: the monitor is held while
 * a place changes its session.
 */
final class Residents {
    private final Limits limits;
    private final Shares places;
    private final Set<Resident> all = ConcurrentHashMap.newKeySet();

    Residents(Limits limits) {
        this.limits = limits;
        this.places = new Shares(limits.workloads(), limits.workloadsPerSession());
    }

    /** Gives it a place. */
    void admit(Resident resident) {
        enter(resident, resident.session());
        all.add(resident);
    }

    /** Its place is from now on one of this session's, unless it is over and has none. */
    synchronized void assign(Resident resident, String session) {
        if (!all.contains(resident)) {
            return;
        }
        enter(resident, session);
        String before = resident.session();
        resident.belongsTo(session);
        places.leave(before);
    }

    private void enter(Resident resident, String session) {
        if (!places.enter(session)) {
            throw new GatewayException(
                    ErrorCode.LIMIT,
                    "Cannot start server '" + resident.server().name() + "': too many workloads live; the limit is "
                            + limits.workloadsPerSession() + " for one session and " + limits.workloads()
                            + " in all");
        }
    }

    /** It is over; false if that was known. */
    synchronized boolean left(Resident resident) {
        if (!all.remove(resident)) {
            return false;
        }
        places.leave(resident.session());
        return true;
    }

    void forEach(Consumer<Resident> action) {
        all.forEach(action);
    }

    /** How many have shaken hands. */
    int living() {
        int count = 0;
        for (Resident resident : all) {
            count += resident.upstream() == null ? 0 : 1;
        }
        return count;
    }
}
