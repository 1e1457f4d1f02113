package io.mcpgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.OAuthClientName;
import io.mcpgateway.model.OAuthTokenName;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.spi.SecretStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link SecretStore} must do; a part of it applies to those that can list or be changed. */
public interface SecretStoreContract {
    /** A new store in which {@code known} has this value, and nothing else is. */
    SecretStore storeWith(SecretName known, Secret value);

    @Test
    default void findsWhatItHolds() {
        try (SecretStore store = storeWith(new SecretName("zebra.api_key"), Secret.of("s3cret = 'value' #1"))) {
            assertThat(store.find(new SecretName("zebra.api_key")))
                    .map(Secret::reveal)
                    .contains("s3cret = 'value' #1");
        }
    }

    @Test
    default void unknownSecretIsEmptySoThatTheNextStoreCanBeAsked() {
        try (SecretStore store = storeWith(new SecretName("zebra.api_key"), Secret.of("s3cret"))) {
            assertThat(store.find(new SecretName("other"))).isEmpty();
            assertThat(store.find(new SecretName("zebra.api_key.more"))).isEmpty();
            assertThat(store.find(new SecretName("zebra.api_key/more"))).isEmpty();
            assertThat(store.find(new SecretName("zebra"))).isEmpty();
        }
    }

    @Test
    default void namesThatLookLikePathsLeadNowhere() {
        try (SecretStore store = storeWith(new SecretName("zebra.api_key"), Secret.of("s3cret"))) {
            for (String name : List.of("..", ".", "../zebra.api_key", "a/../zebra.api_key", "../../etc/passwd")) {
                assertThat(store.find(new SecretName(name))).as(name).isEmpty();
            }
        }
    }

    @Test
    default void noUserSecretPosesAsAToken() {
        try (SecretStore store = storeWith(new SecretName("zebra"), Secret.of("s3cret"))) {
            assertThat(store.find(new OAuthTokenName("zebra"))).isEmpty();
            assertThat(store.find(new OAuthClientName("zebra"))).isEmpty();
        }
    }

    @Test
    default void namesItselfWithoutTellingSecrets() {
        try (SecretStore store = storeWith(new SecretName("zebra.api_key"), Secret.of("s3cret"))) {
            assertThat(store.describe()).isNotBlank().doesNotContain("s3cret");
            assertThat(store.toString()).doesNotContain("s3cret");
        }
    }

    @Test
    default void listsNamesOnly() {
        try (SecretStore store = storeWith(new SecretName("zebra.api_key"), Secret.of("s3cret"))) {
            if (store instanceof SecretStore.Listable listable) {
                assertThat(listable.list()).containsExactly(new SecretName("zebra.api_key"));
            }
        }
    }

    @Test
    default void keepsWhatIsPutAndForgetsWhatIsRemoved() {
        SecretName name = new SecretName("ant.token");
        try (SecretStore store = storeWith(new SecretName("zebra.api_key"), Secret.of("s3cret"))) {
            if (store instanceof SecretStore.Writable writable) {
                writable.put(name, Secret.of("one"));
                writable.put(name, Secret.of("two"));
                assertThat(store.find(name)).map(Secret::reveal).contains("two");
                assertThat(writable.remove(name)).isTrue();
                assertThat(writable.remove(name)).isFalse();
                assertThat(store.find(name)).isEmpty();
            }
        }
    }
}
