package io.mcpgateway.cli.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "HTTPS_PROXY", "http://secure.example:3128",
            "http_proxy", "plain.example",
            "NO_PROXY", "inside.example, .corp:5000 *.other");

    @ParameterizedTest
    @CsvSource({
        "https://ghcr.io/v2/,           HTTP @ secure.example/<unresolved>:3128",
        "http://ghcr.io/v2/,            HTTP @ plain.example/<unresolved>:80",
        "https://inside.example/,       DIRECT",
        "https://a.inside.example:99/,  DIRECT",
        "https://notinside.example/,    HTTP @ secure.example/<unresolved>:3128",
        "https://registry.corp:5000/,   DIRECT",
        "https://x.other/,              DIRECT",
        "http://localhost:5000/,        DIRECT",
        "http://127.0.0.1:5000/,        DIRECT",
        "http://[::1]:5000/,            DIRECT",
    })
    void selects(URI address, String proxy) {
        assertThat(new EnvironmentProxies(ENVIRONMENT).select(address).toString())
                .isEqualTo("[" + proxy + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://x:1", "http://user:s3cret@x:1", "://", "http://"})
    void refusesWhatItCannotDoWithoutQuotingIt(String proxy) {
        EnvironmentProxies proxies = new EnvironmentProxies(Map.of("HTTPS_PROXY", proxy));

        assertThatThrownBy(() -> proxies.select(URI.create("https://ghcr.io/")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("HTTPS_PROXY: ")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*"})
    void nothingOrEverythingIsDirect(String no) {
        Map<String, String> environment = no.isEmpty() ? Map.of() : Map.of("HTTPS_PROXY", "http://x:1", "no_proxy", no);

        assertThat(new EnvironmentProxies(environment)
                        .select(URI.create("https://ghcr.io/"))
                        .toString())
                .isEqualTo("[DIRECT]");
    }
}
