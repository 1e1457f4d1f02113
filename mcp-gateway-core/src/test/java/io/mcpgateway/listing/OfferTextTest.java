package io.mcpgateway.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Problem;
import io.mcpgateway.upstream.Beside;
import io.mcpgateway.upstream.Features;
import io.mcpgateway.upstream.Offer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OfferTextTest {
    private static JsonText json(String text) {
        return JsonText.of(text);
    }

    private static Offer.Item item(String key, String spelled, String definition) {
        return new Offer.Item(key, json(spelled), json(definition));
    }

    @Test
    void whatIsWrittenIsReadToTheLetter() throws Exception {
        Offer offer = new Offer(
                List.of(
                        item("t", "\"t\"", "{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"},\"x\":1.10}"),
                        item("é\"", "\"\\u00e9\\\"\"", "{ \"z\" : [ ], \"name\":\"\\u00e9\\\"\"}")),
                List.of(item("p", "\"p\"", "{\"name\":\"p\"}")),
                List.of(item("a://b", "\"a://b\"", "{\"uri\":\"a://b\"}")),
                List.of(item("a://{c}", "\"a://{c}\"", "{\"uriTemplate\":\"a://{c}\"}")),
                new Features(true, false, true, false, Map.of(json("\"e/x\""), json("{\"a\":[1]}"))),
                "line\n\"quoted\" \ud83d\ude00",
                Map.of(
                        "tools",
                        new Beside(Map.of(json("\"_meta\""), json("{\"k\":1}")), Map.of(json("\"k\""), json("1")))),
                List.of(new Problem("s", "left out\t\"x\"")));
        assertThat(OfferText.read(json(OfferText.write(offer)))).isEqualTo(offer);
    }

    @Test
    void nothingIsReadAsNothing() throws Exception {
        assertThat(OfferText.read(json(OfferText.write(Offer.NOTHING)))).isEqualTo(Offer.NOTHING);
    }

    @Test
    void anItemWithoutAKeyIsRefused() {
        assertThatThrownBy(() -> OfferText.read(json("{\"resources\":[{\"name\":\"n\"}]}")))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("key");
    }
}
