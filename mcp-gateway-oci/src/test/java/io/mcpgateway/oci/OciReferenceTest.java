package io.mcpgateway.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OciReferenceTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "x,                              x:latest,                       docker.io,      library/x,   latest",
        "docker.io/library/x,            x:latest,                       docker.io,      library/x,   latest",
        "index.docker.io/library/x:v2,   x:v2,                           docker.io,      library/x,   v2",
        "docker.io/x,                    x:latest,                       docker.io,      library/x,   latest",
        "mcp/docker-mcp-catalog,         mcp/docker-mcp-catalog:latest,  docker.io,      mcp/docker-mcp-catalog, latest",
        "a/b/c:T-1_x.y,                  a/b/c:T-1_x.y,                  docker.io,      a/b/c,       T-1_x.y",
        "localhost/x,                    localhost/x:latest,             localhost,      x,           latest",
        "localhost:5000/a:v1,            localhost:5000/a:v1,            localhost:5000, a,           v1",
        "[::1]:5000/a/b,                 [::1]:5000/a/b:latest,          [::1]:5000,     a/b,         latest",
        "Ghcr.IO/Org/x,                  ,                               ,               ,",
        "GHCR.io/org/x,                  ghcr.io/org/x:latest,           ghcr.io,        org/x,       latest",
        "localhost:5000,                 localhost:5000,                 docker.io,      library/localhost, 5000",
        "ghcr.io/library/x,              ghcr.io/library/x:latest,       ghcr.io,        library/x,   latest",
        "library/x/y,                    library/x/y:latest,             docker.io,      library/x/y, latest",
        "docker.io/a.b/c,                docker.io/a.b/c:latest,         docker.io,      a.b/c,       latest",
    })
    void dockersRulesFillInWhatIsMissing(String text, String whole, String registry, String repository, String tag) {
        if (whole == null) {
            assertThatThrownBy(() -> OciReference.parse(text)).isInstanceOf(ConfigException.class);
            return;
        }
        OciReference reference = OciReference.parse(text);

        assertThat(reference).hasToString(whole);
        assertThat(reference.registry()).isEqualTo(registry);
        assertThat(reference.repository()).isEqualTo(repository);
        assertThat(reference.tag()).contains(tag);
        assertThat(OciReference.parse(whole)).isEqualTo(reference);
        assertThat(OciReference.parseTag(text)).isEqualTo(reference);
    }

    @Test
    void digestIsKeptAndNeverBecomesLatest() {
        OciReference reference = OciReference.parse("docker.io/library/x:v1@sha256:" + HEX);

        assertThat(reference).hasToString("x@sha256:" + HEX);
        assertThat(reference.tag()).isEmpty();
        assertThat(reference.version()).isEqualTo("sha256:" + HEX);
        assertThat(OciReference.parse(reference.toString())).isEqualTo(reference);
    }

    @Test
    void digestIsRefusedWhereSomethingIsWritten() {
        assertThatThrownBy(() -> OciReference.parseTag("x@sha256:" + HEX))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("without a digest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                "x/",
                "/x",
                "a//b",
                "A",
                "a/B",
                "x:",
                "x:-v",
                "x:v v",
                "x@",
                "x@sha256:abc",
                "x@md5:0123",
                "x@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
                "https://example.com/x",
                "oci://x",
                "exa_mple.com/x",
                "-a.com/x",
                "a.com:99999/x",
                "a.com:/x",
                "[::1/x",
                "a..b/../c",
                "x/../../etc/passwd",
                "..",
                "a.com/.hidden",
                "x\u001b[31m",
                "x\u009b31m",
                "ü"
            })
    void whatIsNoReferenceIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> OciReference.parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("\u001b")
                .hasMessageNotContaining("\u009b")
                .hasMessageContaining("valid OCI reference");
    }

    @Test
    void lengthIsBounded() {
        assertThatThrownBy(() -> OciReference.parse("a".repeat(256))).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> OciReference.parse("a/".repeat(100_000))).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> OciReference.parse("x:" + "a".repeat(129))).isInstanceOf(ConfigException.class);
        assertThat(OciReference.parse("x:" + "a".repeat(128))).isNotNull();
    }

    /** Whatever the text: refused, or the same when its own text is read again. */
    @Test
    void everyTextIsRefusedOrStable() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] pieces = {
            "a",
            "B",
            "0",
            ".",
            "_",
            "-",
            "/",
            ":",
            "@",
            "localhost",
            "docker.io",
            "index.docker.io",
            "library",
            "sha256:",
            HEX,
            "[",
            "]",
            "::1",
            " ",
            "\n",
            "é",
            "latest",
            "5000"
        };
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(8); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            OciReference reference;
            try {
                reference = OciReference.parse(text.toString());
            } catch (ConfigException e) {
                continue;
            }
            read++;
            assertThat(OciReference.parse(reference.toString()))
                    .as("seed %d, text '%s'", seed, text)
                    .isEqualTo(reference);
        }
        assertThat(read).as("seed " + seed).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[:]/foo:v1", "[::::]:5000/foo", "256.1.1.1/foo", "host.123/foo", "[1]:80/foo"})
    void aRegistryThatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> OciReference.parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("wrong is the registry");
    }
}
