package io.mcpgateway.cli.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.CliHome;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OauthCommandsTest extends CliHome {
    @BeforeEach
    void catalog() throws IOException {
        file("catalogs/docker-mcp.yaml", """
                registry:
                  notion:
                    type: remote
                    remote: {url: https://mcp.notion.com/mcp, transport_type: streamable}
                    oauth: {providers: [{provider: notion, secret: notion.token, env: TOKEN}]}
                  plain: {type: server, image: mcp/plain}
                """);
    }

    @Test
    void theServersThatWantSomebodyToSignInAreListed() {
        assertThat(ok("oauth", "ls").out())
                .containsPattern("notion +not authorized +notion")
                .doesNotContain("plain");
        assertThat(ok("oauth", "ls", "--json").out())
                .isEqualToIgnoringWhitespace("[{\"app\":\"notion\",\"authorized\":false,\"provider\":\"notion\"}]");
    }

    @Test
    void signingInAndOutSayThatTheyComeLater() {
        for (String act : new String[] {"authorize", "revoke"}) {
            Result later = cli.run("oauth", act, "notion");
            assertThat(later.status()).isEqualTo(1);
            assertThat(later.out()).isEmpty();
            assertThat(later.err())
                    .contains("'notion': signing in comes with a later version")
                    .hasLineCount(1);
            Result unknown = cli.run("oauth", act, "notoin");
            assertThat(unknown.status()).isEqualTo(3);
            assertThat(unknown.err()).contains("did you mean 'notion'");
        }
    }
}
