package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {
    @Test
    void oneHolderHasAShareAndAllTogetherHaveWhatThereIs() {
        Shares places = new Shares(3, 2);
        assertThat(places.enter("a")).isTrue();
        assertThat(places.enter("a")).isTrue();
        assertThat(places.enter("a")).isFalse();
        assertThat(places.enter("b")).isTrue();
        assertThat(places.enter("c")).isFalse();
        assertThat(places.enter(Shares.NOBODY)).isFalse();
        places.leave("a");
        assertThat(places.enter("c")).isTrue();
        assertThat(places.taken()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "anonymous", "token"})
    void aPrincipalThatStandsForWhoeverComesMayHaveAll(String principal) {
        Shares places = Shares.ofPrincipals(4);
        for (int i = 0; i < 4; i++) {
            assertThat(places.enter(Shares.holder(principal))).isTrue();
        }
        assertThat(places.enter(Shares.holder(principal))).isFalse();
        places.leave(Shares.holder(principal));
        assertThat(places.enter(Shares.holder("user:a"))).isTrue();
    }

    @Test
    void aKnownPrincipalHasHalfAndOneAtLeast() {
        assertThat(Shares.half(1)).isEqualTo(1);
        assertThat(Shares.half(5)).isEqualTo(3);
        Shares places = Shares.ofPrincipals(4);
        assertThat(places.enter(Shares.holder("user:a"))).isTrue();
        assertThat(places.enter(Shares.holder("user:a"))).isTrue();
        assertThat(places.enter(Shares.holder("user:a"))).isFalse();
        assertThat(places.enter(Shares.holder("user:b"))).isTrue();
        assertThat(Shares.ofPrincipals(0).enter(Shares.NOBODY)).isFalse();
    }
}
