package io.mcpgateway.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.SecretStores;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.StoredName;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.SecretStore;
import io.mcpgateway.testkit.SecretStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretStoreChainTest implements SecretStoreContract {
    private static final SecretName NAME = new SecretName("a");

    private final List<String> events = new ArrayList<>();
    private final EventSink sink = (level, message, facts) -> events.add(level + " " + facts);

    @Override
    public SecretStore storeWith(SecretName known, Secret value) {
        return SecretStores.chain(List.of(new Fixed("empty", Map.of()), new Fixed("full", Map.of(known, value))), sink);
    }

    @Test
    void theFirstStoreThatHasItWins() {
        SecretStore chain = chain(with("one", "1"), with("two", "2"));

        assertThat(chain.find(NAME)).map(Secret::reveal).contains("1");
        assertThat(chain.describe()).isEqualTo("one, two");
    }

    @Test
    void anUnavailableStoreIsPassedWithOneWarningUntilItAnswersAgain() {
        Fixed flaky = new Fixed("flaky", Map.of());
        SecretStore chain = chain(flaky, with("two", "2"));

        flaky.failure = new SecretStore.UnavailableException("locked", null);
        assertThat(chain.find(NAME)).isPresent();
        assertThat(chain.find(NAME)).isPresent();
        assertThat(events).singleElement().asString().contains("WARN", "flaky", "locked");

        flaky.failure = null;
        assertThat(chain.find(NAME)).isPresent();
        flaky.failure = new SecretStore.UnavailableException("locked again", null);
        assertThat(chain.find(NAME)).isPresent();
        assertThat(events).hasSize(2);
    }

    @Test
    void aStoreThatRefusesEndsTheSearch() {
        Fixed strict = new Fixed("strict", Map.of());
        strict.failure = new SecretStore.DeniedException("no", null);
        SecretStore chain = chain(strict, with("two", "2"));

        assertThatThrownBy(() -> chain.find(NAME)).isInstanceOf(SecretStore.DeniedException.class);
        assertThat(events).isEmpty();
    }

    @Test
    void closingClosesAll() {
        Fixed one = with("one", "1");
        Fixed two = with("two", "2");

        chain(one, two).close();

        assertThat(one.closed && two.closed).isTrue();
    }

    @Test
    void aSearchPathNamesFilesAndDirectories(@TempDir Path base) throws IOException {
        Files.writeString(base.resolve("one.env"), "a=1\n");
        Files.createDirectories(base.resolve("dir"));
        Files.writeString(base.resolve("dir/b"), "2\n");

        SecretStore chain = SecretStores.searchPath(
                "docker-desktop:one.env:" + base.resolve("absent.env") + ":dir:docker-desktop",
                base,
                Optional.empty(),
                sink);

        assertThat(chain.find(NAME)).map(Secret::reveal).contains("1");
        assertThat(chain.find(new SecretName("b"))).map(Secret::reveal).contains("2");
        assertThat(chain.describe())
                .isEqualTo("env file %s, env file %s, directory %s"
                        .formatted(base.resolve("one.env"), base.resolve("absent.env"), base.resolve("dir")));
        assertThat(events).singleElement().asString().contains("INFO");
    }

    @Test
    void driveLettersDoNotSeparate(@TempDir Path base) {
        assertThat(SecretSearchPath.parse("C:\\a.env:b.env", base, Optional.empty(), sink))
                .hasSize(2);
        assertThat(SecretSearchPath.parse("a.env:C:/x:/run/secrets", base, Optional.empty(), sink))
                .hasSize(3);
        assertThat(SecretSearchPath.parse("a:b", base, Optional.empty(), sink)).hasSize(2);
        assertThat(SecretSearchPath.parse("", base, Optional.empty(), sink)).isEmpty();
    }

    private SecretStore chain(SecretStore... stores) {
        return SecretStores.chain(List.of(stores), sink);
    }

    private static Fixed with(String name, String value) {
        return new Fixed(name, Map.of(NAME, Secret.of(value)));
    }

    private static final class Fixed implements SecretStore.Listable {
        private final String name;
        private final Map<SecretName, Secret> secrets;
        private RuntimeException failure;
        private boolean closed;

        Fixed(String name, Map<SecretName, Secret> secrets) {
            this.name = name;
            this.secrets = secrets;
        }

        @Override
        public String describe() {
            return name;
        }

        @Override
        public Optional<Secret> find(StoredName asked) {
            if (failure != null) {
                throw failure;
            }
            return asked instanceof SecretName secret ? Optional.ofNullable(secrets.get(secret)) : Optional.empty();
        }

        @Override
        public List<StoredName> list() {
            return List.copyOf(secrets.keySet());
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
