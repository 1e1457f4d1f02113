package io.mcpgateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpgateway.model.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final long SEED = Long.getLong("mcp.seed", System.nanoTime());

    private static MalformedMessageException refusal(String message) {
        MalformedMessageException refusal =
                catchThrowableOfType(MalformedMessageException.class, () -> Envelope.scan(JsonText.of(message)));
        assertThat(refusal).as(message).isNotNull();
        return refusal;
    }

    @Test
    void slicesAreTheVeryBytesButForLineBreaksBetweenTokens() throws MalformedMessageException {
        RandomJson json = new RandomJson(SEED);
        for (int i = 0; i < 20_000; i++) {
            String params = "{" + json.space() + "\"arguments\" :" + json.space() + json.value(4) + json.space() + "}";
            List<String> members = new ArrayList<>(List.of(
                    "\"jsonrpc\":\"2.0\"",
                    "\"id\":\"i" + json.random.nextInt(10) + "\"",
                    "\"method\":\"m\"",
                    "\"params\":" + json.space() + params,
                    "\"extra\":" + json.value(2)));
            Collections.shuffle(members, json.random);
            String text = "{" + json.space() + String.join(json.space() + "," + json.space(), members) + "}";
            // A region in the middle of an array, as a framer may give it.
            byte[] bytes = ("##" + text + "##").getBytes(StandardCharsets.UTF_8);
            Envelope envelope = Envelope.scan(JsonText.of(bytes, 2, bytes.length - 4));
            assertThat(envelope.params()).as("seed %d, %s", SEED, text).hasToString(flat(params));
            assertThat(envelope.text()).hasToString(flat(text));
            assertThat(envelope.extras().toString()).startsWith(",\"extra\":");
            assertThat(envelope.params()).isSameAs(envelope.params());
        }
    }

    private static String flat(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }

    @Test
    void neverThrowsAnythingButItsOwnRefusal() {
        RandomJson json = new RandomJson(SEED);
        for (int i = 0; i < 100_000; i++) {
            String method = json.pick(new String[] {"tools/call", "initialize", "notifications/progress"});
            byte[] bytes = json.perhapsBroken("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method
                    + "\",\"params\":{\"name\":\"t\",\"_meta\":{\"progressToken\":" + json.value(1) + "},\"arguments\":"
                    + json.value(2) + "}}");
            try {
                Envelope envelope = Envelope.scan(JsonText.of(bytes));
                envelope.paramString(Envelope.NAME);
                envelope.numericId();
                assertThat(envelope.text().toString()).doesNotContain("\n", "\r");
            } catch (MalformedMessageException e) {
                assertThat(e.getMessage()).as("seed %d", SEED).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'jsonrpc':'2.0','id':1,'method':'m'} | REQUEST",
                "{'jsonrpc':'2.0','id':'a','method':'m','params':{}} | REQUEST",
                "{'jsonrpc':'2.0','method':'m'} | NOTIFICATION",
                "{'jsonrpc':'2.0','id':1,'result':{}} | RESULT",
                "{'jsonrpc':'2.0','id':1,'result':null} | RESULT",
                "{'jsonrpc':'2.0','id':1,'error':{}} | ERROR",
                "{'jsonrpc':'2.0','id':null,'error':{}} | ERROR",
                "{'jsonrpc':'2.0','error':{}} | ERROR"
            })
    void tellsWhatAMessageIs(String message, Envelope.Kind kind) throws MalformedMessageException {
        assertThat(Envelope.scan(JsonText.of(message.replace('\'', '"'))).kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | -32700 |",
                "{ | -32700 |",
                "{}x | -32700 |",
                "[] | -32600 |",
                "[1] | -32600 |",
                "17 | -32600 |",
                "{} | -32600 |",
                "{'jsonrpc':'1.0','id':1,'method':'m'} | -32600 | 1",
                "{'jsonrpc':'2.0','id':1} | -32600 | 1",
                "{'jsonrpc':'2.0','id':1,'method':5} | -32600 | 1",
                "{'jsonrpc':'2.0','id':null,'method':'m'} | -32600 |",
                "{'jsonrpc':'2.0','id':{},'method':'m'} | -32600 |",
                "{'jsonrpc':'2.0','id':1,'method':'m','result':{}} | -32600 |",
                "{'jsonrpc':'2.0','id':1,'result':{},'error':{}} | -32600 |",
                "{'jsonrpc':'2.0','result':{}} | -32600 |",
                "{'jsonrpc':'2.0','id':1,'method':'m','params':[]} | -32602 | 1",
                "{'jsonrpc':'2.0','id':1,'method':'m','params':{'_meta':3}} | -32602 | 1"
            })
    void refusesWithTheCodeAndTheIdIfTheSenderMayUseIt(String message, int code, String id) {
        MalformedMessageException refusal = refusal(message.equals("''") ? "" : message.replace('\'', '"'));
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.id()).isEqualTo(id == null ? null : JsonText.of(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'jsonrpc':'2.0'",
                "'id':2",
                "'Id':2",
                "'ID':2",
                "'i\\u0064':2",
                "'Method':'x'",
                "'METHOD':'x'",
                "'\\u006dethod':'x'",
                "'\\u004dethod':'x'",
                "'Params':{}",
                "'Result':{}",
                "'Error':{}",
                "'re\u017fult':{}"
            })
    void refusesASecondOrVariantSpellingInTheEnvelope(String smuggled) {
        String message = "{'jsonrpc':'2.0','id':1,'method':'m','params':{}," + smuggled + "}";
        assertThat(refusal(message.replace('\'', '"')).code()).isEqualTo(-32600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'name':'u'",
                "'Name':'u'",
                "'n\\u0061me':'u'",
                "'URI':'x'",
                "'Arguments':{}",
                "'ref':{},'REF':{}",
                "'ta\u017fk':{}",
                "'tas\u212a':{}",
                "'InputResponses':{}",
                "'requeststate':''",
                "'_META':{}",
                "'_meta':{'progressToken':1,'progresstoken':2}",
                "'_meta':{'progressToken':1,'progress\\u0054oken':2}",
                "'_meta':{'io.modelcontextprotocol/x':1,'io.modelcontextprotocol/X':2}",
                "'_meta':{'io.mcpgateway/session':'a','IO.mcpgateway/session':'b'}"
            })
    void refusesASecondOrVariantSpellingInParams(String smuggled) {
        String message = "{'jsonrpc':'2.0','id':1,'method':'m','params':{'name':'t'," + smuggled + "}}";
        MalformedMessageException refusal = refusal(message.replace('\'', '"'));
        assertThat(refusal.code()).isEqualTo(-32602);
        assertThat(refusal.id()).isEqualTo(JsonText.of("1"));
    }

    @Test
    void duplicatesInsideArgumentsTravel() throws MalformedMessageException {
        String arguments = "{\"k\":1,\"k\":2,\"Name\":3,\"name\":4}";
        Envelope envelope =
                Envelope.scan(JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"name\":"
                        + "\"t\",\"arguments\":" + arguments + "}}"));
        assertThat(envelope.params().toString()).endsWith(arguments + "}");
    }

    @Test
    void rawLineBreaksInStringsAreNoJson() {
        assertThat(refusal("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\nb\"}").code())
                .isEqualTo(-32700);
    }

    @Test
    void idsAreBounded() throws MalformedMessageException {
        String longest = "\"" + "x".repeat(1022) + "\"";
        assertThat(Envelope.scan(JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":" + longest + "}"))
                        .id())
                .hasToString(longest);
        assertThatThrownBy(() -> Envelope.scan(
                        JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":\"" + "x".repeat(1023) + "\"}")))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("1024");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "17,17",
        "999999999999999999,999999999999999999",
        "1000000000000000000,-1",
        "-1,-1",
        "1.0,-1",
        "1e2,-1",
        "'\"1\"',-1"
    })
    void numericIdsAreWholeAndSmall(String id, long expected) throws MalformedMessageException {
        Envelope envelope = Envelope.scan(JsonText.of("{\"jsonrpc\":\"2.0\",\"result\":{},\"id\":" + id + "}"));
        assertThat(envelope.numericId()).isEqualTo(expected);
    }
}
