package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PendingCallsTest {
    private static final Duration PAST = Duration.ofMillis(-1);

    private final PendingCalls pending = new PendingCalls();

    private List<Long> overdue() {
        List<Long> ids = new ArrayList<>();
        pending.overdue((id, call) -> ids.add(id));
        return ids;
    }

    @Test
    void progressGivesTimeAndTakesNone() {
        RecordingCall call = new RecordingCall();
        pending.add(1, call, PAST);
        assertThat(overdue()).containsExactly(1L);

        assertThat(pending.progressing(1, Duration.ofHours(1))).isSameAs(call);
        assertThat(overdue()).isEmpty();

        assertThat(pending.progressing(1, PAST))
                .as("a client may think for longer")
                .isSameAs(call);
        assertThat(overdue()).isEmpty();

        pending.extend(1, PAST);
        assertThat(overdue()).containsExactly(1L);
    }

    @Test
    void workThatGoesOnIsForgottenWhenItIsOver() {
        AtomicBoolean goesOn = new AtomicBoolean(true);
        RecordingCall call = new RecordingCall() {
            @Override
            protected boolean outlivesItsAnswer() {
                return goesOn.get();
            }
        };
        pending.outlive(1, call);
        overdue();
        assertThat(pending.progressing(1, PAST)).isSameAs(call);

        goesOn.set(false);
        overdue();

        assertThat(pending.progressing(1, PAST)).isNull();
    }
}
