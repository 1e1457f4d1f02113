package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.CapabilityProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProfileSetTest {
    private final ProfileSet profiles = new ProfileSet(3);

    private static CapabilityProfile profile(int number) {
        return new CapabilityProfile("{\"p" + number + "\":{}}");
    }

    private ProfileSet.Hold hold(int number) {
        return profiles.hold(profile(number), "local");
    }

    @Test
    void theFirstHolderIsToldThatItIsNewAndTheOthersAreNot() {
        assertThat(hold(1)).isEqualTo(new ProfileSet.Hold(true, true, null));
        assertThat(hold(1)).isEqualTo(new ProfileSet.Hold(true, false, null));
        profiles.letGo(profile(1));
        profiles.letGo(profile(1));
        assertThat(hold(1)).isEqualTo(new ProfileSet.Hold(true, false, null));
        assertThat(profiles.all()).containsExactly(CapabilityProfile.EMPTY, profile(1));
    }

    @Test
    void theOneThatWasLetGoOfFirstMakesRoomAndAHeldOneNever() {
        hold(1);
        hold(2);
        hold(2);
        hold(3);
        profiles.letGo(profile(3));
        profiles.letGo(profile(1));
        profiles.letGo(profile(2)); // one of two
        assertThat(hold(4)).isEqualTo(new ProfileSet.Hold(true, true, profile(3)));
        assertThat(hold(5)).isEqualTo(new ProfileSet.Hold(true, true, profile(1)));
        assertThat(hold(6)).isEqualTo(new ProfileSet.Hold(false, false, null));
        assertThat(profiles.isKnown(profile(6))).isFalse();
        profiles.letGo(profile(6)); // it held nothing
        assertThat(hold(2).granted()).isTrue();
        profiles.letGo(profile(2));
        profiles.letGo(profile(2));
        assertThat(hold(6)).isEqualTo(new ProfileSet.Hold(true, true, profile(2)));
    }

    @Test
    void theEmptyProfileTakesNoPlace() {
        for (int i = 0; i < 3; i++) {
            hold(i);
        }
        assertThat(profiles.hold(CapabilityProfile.EMPTY, "local")).isEqualTo(new ProfileSet.Hold(true, false, null));
        profiles.letGo(CapabilityProfile.EMPTY);
        assertThat(profiles.isKnown(CapabilityProfile.EMPTY)).isTrue();
    }

    @Test
    void onePrincipalCannotTakeAllPlacesNorThoseOfOthers() {
        assertThat(profiles.hold(profile(1), "user:a").granted()).isTrue();
        profiles.letGo(profile(1));
        assertThat(profiles.hold(profile(2), "user:b").granted()).isTrue();
        assertThat(profiles.hold(profile(3), "user:b").granted()).isTrue();
        assertThat(profiles.hold(profile(4), "user:b").granted()).isFalse();
        profiles.letGo(profile(3));
        assertThat(profiles.hold(profile(4), "user:b")).isEqualTo(new ProfileSet.Hold(true, true, profile(3)));
        assertThat(profiles.isKnown(profile(1))).isTrue();
        assertThat(profiles.hold(profile(1), "user:b").granted())
                .as("known already")
                .isTrue();
    }

    /** Many clients come and go with more profiles than there are places: what a client holds is known until it lets go. */
    @Test
    void whatIsHeldIsKnownWhoeverElseComes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Void>> clients = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Random random = new Random(t);
            clients.add(threads.submit((Callable<Void>) () -> {
                for (int i = 0; i < 50_000; i++) {
                    CapabilityProfile profile = profile(random.nextInt(8));
                    if (!profiles.hold(profile, "local").granted()) {
                        continue;
                    }
                    assertThat(profiles.isKnown(profile)).isTrue();
                    assertThat(profiles.all()).contains(profile);
                    profiles.letGo(profile);
                }
                return null;
            }));
        }
        for (Future<Void> client : clients) {
            client.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertThat(profiles.all()).hasSize(4);
        for (int i = 10; i < 13; i++) {
            assertThat(hold(i).granted()).as("all were let go of").isTrue();
        }
    }
}
