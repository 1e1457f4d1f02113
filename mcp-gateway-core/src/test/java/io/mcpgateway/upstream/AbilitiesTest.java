package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.JsonText;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AbilitiesTest {
    private static final String ELICIT = "elicitation/create";
    private static final String SAMPLE = "sampling/createMessage";
    private static final String URL = "{\"mode\":\"url\",\"url\":\"https://e.x/\"}";
    private static final String FORM = "{\"mode\":\"form\"}";

    static Stream<Arguments> cases() {
        return Stream.of(
                argumentSet("nothing declared", "{}", ELICIT, "{}", -32601),
                argumentSet("no roots", "{\"elicitation\":{}}", "roots/list", "{}", -32601),
                argumentSet("roots", "{\"roots\":{}}", "roots/list", "{}", 0),
                argumentSet("empty means forms", "{\"elicitation\":{}}", ELICIT, "{\"message\":\"m\"}", 0),
                argumentSet("empty means forms, by name", "{\"elicitation\":{}}", ELICIT, FORM, 0),
                argumentSet("empty means no pages", "{\"elicitation\":{}}", ELICIT, URL, -32602),
                argumentSet("forms only", "{\"elicitation\":{\"form\":{}}}", ELICIT, URL, -32602),
                argumentSet("pages", "{\"elicitation\":{\"form\":{},\"url\":{}}}", ELICIT, URL, 0),
                argumentSet("pages only", "{\"elicitation\":{\"url\":{}}}", ELICIT, "{\"message\":\"m\"}", -32602),
                argumentSet("unknown mode", "{\"elicitation\":{\"url\":{}}}", ELICIT, "{\"mode\":\"x\"}", -32602),
                argumentSet("mode that is no text", "{\"elicitation\":{}}", ELICIT, "{\"mode\":1}", -32602),
                argumentSet("params that are none", "{\"elicitation\":{}}", ELICIT, "[1]", -32602),
                argumentSet("capability that is none", "{\"elicitation\":true}", ELICIT, FORM, 0),
                argumentSet("sampling", "{\"sampling\":{}}", SAMPLE, "{\"messages\":[]}", 0),
                argumentSet("sampling without tools", "{\"sampling\":{}}", SAMPLE, "{\"tools\":[]}", -32602),
                argumentSet("sampling with tools", "{\"sampling\":{\"tools\":{}}}", SAMPLE, "{\"tools\":[]}", 0),
                argumentSet("an extension of a client that has some", "{\"extensions\":{}}", "x/y", "{}", 0),
                argumentSet("an extension of a client that has none", "{}", "x/y", "{}", -32601));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aClientIsAskedWhatItDeclared(String profile, String method, String params, int code) {
        Abilities client = Abilities.of(new CapabilityProfile(profile));

        Abilities.Refusal refusal = client.refusal(method, JsonText.of(params));

        assertThat(refusal == null ? 0 : refusal.code()).isEqualTo(code);
    }
}
