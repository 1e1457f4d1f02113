package io.mcpgateway.headers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of revision 2026-07-28, basic/transports/streamable-http, "Custom Headers from Tool Parameters". */
class ToolHeadersTest {
    private static final String REGION =
            "{'region':{'type':'string','x-mcp-header':'Region'},'query':{'type':'string'}}";
    private static final String ALL =
            "{'s':{'type':'string','x-mcp-header':'S'},'i':{'type':'integer','x-mcp-header':'I'},"
                    + "'b':{'x-mcp-header':'B','type':'boolean'}}";

    // ---- which annotations are valid ----

    @Test
    void aToolWithoutAnnotationsMirrorsNothing() {
        ToolHeaders headers = tool("{'query':{'type':'string'}}");
        assertThat(headers.isEmpty()).isTrue();
        assertThat(headers.fault()).isEmpty();
        assertThat(headers.of(json("{'query':'a'}"))).isEmpty();
        assertThat(headers.violation(json("{'query':'a'}"), Map.of("mcp-param-query", "b")))
                .isNull();
    }

    @Test
    void theExampleOfTheSpecification() {
        assertThat(tool(REGION).of(json("{'region':'us-west1','query':'SELECT * FROM users'}")))
                .containsExactly(Map.entry("Mcp-Param-Region", "us-west1"));
    }

    @Test
    void anAnnotationWhoseNameIsEscapedCounts() {
        assertThat(tool("{'a':{'type':'string','x\\u002dmcp-header':'A'}}").of(json("{'\\u0061':'v'}")))
                .containsExactly(Map.entry("Mcp-Param-A", "v"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''",
                "'a b'",
                "'a:b'",
                "'é'",
                "'a\\r\\nb'",
                "'a\\u0000'",
                "'a/b'",
                "'(a)'",
                "1",
                "null",
                "{}",
                "['A']",
                "true"
            })
    void aNameThatIsNoTokenIsAFault(String name) {
        assertFault("{'p':{'type':'string','x-mcp-header':" + name + "}}");
    }

    @Test
    void aNameMayHaveAllCharactersOfAToken() {
        String name = "!#$%&*+-.^_`|~09azAZ";
        assertThat(tool("{'p':{'type':'string','x-mcp-header':'" + name + "'}}").of(json("{'p':'v'}")))
                .containsOnlyKeys("Mcp-Param-" + name);
    }

    @ParameterizedTest
    @CsvSource({"A,A", "A,a", "Region,rEGION"})
    void twoOfOneNameAreAFault(String one, String other) {
        assertFault("{'p':{'type':'string','x-mcp-header':'" + one + "'},'q':{'type':'object','properties':"
                + "{'r':{'type':'string','x-mcp-header':'" + other + "'}}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'number'", "'object'", "'array'", "'null'", "['string','null']", "'String'", "null", "7"})
    void aTypeThatIsNotPrimitiveIsAFault(String type) {
        assertFault("{'p':{'type':" + type + ",'x-mcp-header':'P'}}");
        assertFault("{'p':{'x-mcp-header':'P','type':" + type + "}}");
    }

    @Test
    void aTypeThatIsMissingIsAFault() {
        assertFault("{'p':{'x-mcp-header':'P'}}");
        assertFault("{'p':{'x-mcp-header':'P','$ref':'#/$defs/s'}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"string", "integer", "boolean"})
    void primitiveTypesAreFine(String type) {
        assertThat(tool("{'p':{'type':'" + type + "','x-mcp-header':'P'}}").isEmpty())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'items':%s",
                "'prefixItems':[%s]",
                "'contains':%s",
                "'additionalProperties':%s",
                "'patternProperties':{'a':%s}",
                "'propertyNames':%s",
                "'oneOf':[{},%s]",
                "'anyOf':[%s]",
                "'allOf':[%s]",
                "'not':%s",
                "'if':%s",
                "'then':%s",
                "'else':%s",
                "'$defs':{'a':%s}",
                "'definitions':{'a':%s}",
                "'dependentSchemas':{'a':%s}",
                "'unevaluatedProperties':%s",
                "'allOf':[{'properties':{'a':%s}}]",
                "'properties':{'a':{'items':{'properties':{'b':%s}}}}",
                "'properties':{'a':{'anyOf':[{'type':'null'},%s]}}",
                "'$defs':{'a':{'properties':{'b':%s}}}"
            })
    void anAnnotationThatIsNotReachedByPropertiesAloneIsAFault(String place) {
        String annotated = "{'type':'string','x-mcp-header':'P'}";
        ToolHeaders headers = ToolHeaders.parse(
                json("{'name':'t','inputSchema':{'type':'object'," + place.formatted(annotated) + "}}"));
        assertThat(headers.fault()).isPresent();
        assertThat(headers.of(json("{'a':'v'}"))).isEmpty();
    }

    @Test
    void anAnnotationAtTheRootIsAFault() {
        assertThat(ToolHeaders.parse(json("{'name':'t','inputSchema':{'type':'string','x-mcp-header':'P'}}"))
                        .fault())
                .isPresent();
    }

    @Test
    void twoAnnotationsOfOnePropertyAreAFault() {
        assertFault("{'p':{'type':'string','x-mcp-header':'P','x-mcp-header':'Q'}}");
    }

    @Test
    void oneFaultSpoilsTheWholeTool() {
        ToolHeaders headers =
                tool("{'p':{'type':'string','x-mcp-header':'P'},'q':{'type':'number','x-mcp-header':'Q'}}");
        assertThat(headers.fault()).hasValue("x-mcp-header: 'q' has a type other than string, integer or boolean");
        assertThat(headers.isEmpty()).isTrue();
        assertThat(headers.violation(json("{'p':'v'}"), Map.of())).isNull();
    }

    @Test
    void aFaultShowsForeignTextCutAndPrintable() {
        String fault = tool("{'p\\u001b\\u202e" + "x".repeat(500) + "':{'x-mcp-header':'a b'}}")
                .fault()
                .orElseThrow();
        assertThat(fault).hasSizeLessThan(200).matches("[\\x20-\\x7e]*");
    }

    @Test
    void whatIsNoSchemaIsNoAnnotation() {
        ToolHeaders headers =
                ToolHeaders.parse(json("{'name':'x-mcp-header','x-mcp-header':'T','outputSchema':{'properties':"
                        + "{'o':{'x-mcp-header':''}}},'inputSchema':{'default':{'x-mcp-header':''},'examples':[{'x-mcp-header':1}],"
                        + "'enum':[{'x-mcp-header':''}],'const':{'x-mcp-header':''},'properties':{'x-mcp-header':{'type':'string'},"
                        + "'type':{'type':'string','x-mcp-header':'Type'},'b':true}}}"));
        assertThat(headers.fault()).isEmpty();
        assertThat(headers.of(json("{'x-mcp-header':'no','type':'yes'}")))
                .containsExactly(Map.entry("Mcp-Param-Type", "yes"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "'x-mcp-header'",
                "{'name':'x-mcp-header'}",
                "{'x-mcp-header':1,'inputSchema':[]}",
                "{'x-mcp-header':1,'inputSchema':true}",
                "{'x-mcp-header':1,'inputSchema':{'properties':[{'x-mcp-header':'A'}]}}"
            })
    void oddDefinitionsHaveNoAnnotations(String definition) {
        assertThat(ToolHeaders.parse(json(definition)).isEmpty()).isTrue();
    }

    @Test
    void aDefinitionThatCannotBeReadIsAFault() {
        String deep = "{'properties':{'a':".repeat(2000) + "{'x-mcp-header':'A'}" + "}}".repeat(2000);
        assertThat(ToolHeaders.parse(json("{'inputSchema':" + deep + "}")).fault())
                .isPresent();
        assertThat(ToolHeaders.parse(json("{'inputSchema':{'x-mcp-header'")).fault())
                .isPresent();
    }

    // ---- what is sent ----

    @Test
    void valuesAreConvertedByTheirKind() {
        assertThat(tool(ALL).of(json("{'s':'text','i':-7,'b':false}")))
                .containsExactly(
                        Map.entry("Mcp-Param-S", "text"),
                        Map.entry("Mcp-Param-I", "-7"),
                        Map.entry("Mcp-Param-B", "false"));
    }

    @Test
    void stringsAreEncoded() {
        assertThat(tool(ALL).of(json("{'s':'Hello, 世\\u754c'}")))
                .containsExactly(Map.entry("Mcp-Param-S", "=?base64?SGVsbG8sIOS4lueVjA==?="));
        assertThat(tool(ALL).of(json("{'s':'a\\r\\nMcp-Param-B: x'}")).get("Mcp-Param-S"))
                .startsWith("=?base64?");
        assertThat(tool(ALL).of(json("{'s':''}"))).containsExactly(Map.entry("Mcp-Param-S", "=?base64??="));
    }

    @ParameterizedTest
    @CsvSource({
        "42,42",
        "42.0,42",
        "4.2e1,42",
        "-0,0",
        "0.000e5,0",
        "9007199254740991,9007199254740991",
        "-9007199254740991,-9007199254740991",
        "1.5,1.5",
        "100,100",
        "1e2,100"
    })
    void numbersAreDecimal(String number, String header) {
        assertThat(tool(ALL).of(json("{'i':" + number + "}"))).containsExactly(Map.entry("Mcp-Param-I", header));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'s':null,'i':null,'b':null}",
                "{'s':{},'i':[],'b':[true]}",
                "{'i':9007199254740992}",
                "{'i':-9007199254740992}",
                "{'i':1e999999999}",
                "{'i':1e99999999999999}",
                "{'s':'\\ud800'}",
                "{'S':'v','t':'v'}",
                "[]",
                "'s'",
                "null"
            })
    void whatHasNoValueIsLeftOut(String arguments) {
        assertThat(tool(ALL).of(json(arguments))).isEmpty();
        assertThat(tool(ALL).violation(json(arguments), Map.of()))
                .isEqualTo(arguments.contains("ud800") ? "Header mismatch: Mcp-Param-S: the header is missing" : null);
    }

    @Test
    void aCallWithoutArgumentsHasNoHeaders() {
        assertThat(tool(ALL).of(null)).isEmpty();
        assertThat(tool(ALL).violation(null, Map.of())).isNull();
    }

    @Test
    void aNumberOfAMillionDigitsIsLeftOut() {
        assertThat(tool(ALL).of(json("{'i':1" + "0".repeat(1_000_000) + "}"))).isEmpty();
    }

    @Test
    void nestedPropertiesAreReadAtTheirExactPath() {
        ToolHeaders headers = tool("{'a':{'type':'object','properties':{'b':{'type':'object','properties':"
                + "{'c':{'type':'string','x-mcp-header':'C'}}},'d':{'type':'integer','x-mcp-header':'D'}}}}");
        assertThat(headers.of(json("{'a': {'b' : { 'c' : 'v' }, 'd':1}, 'c':'w', 'a.b.c':'x'}")))
                .containsExactly(Map.entry("Mcp-Param-C", "v"), Map.entry("Mcp-Param-D", "1"));
        assertThat(headers.of(json("{'a':{'c':'v'},'b':{'c':'v'},'d':2}"))).isEmpty();
        assertThat(headers.of(json("{'a':[{'b':{'c':'v'}}]}"))).isEmpty();
        assertThat(headers.violation(json("{'a':{'b':{'c':'v'}}}"), Map.of()))
                .isEqualTo("Header mismatch: Mcp-Param-C: the header is missing");
    }

    @Test
    void ofAnArgumentGivenTwiceTheLastIsSent() {
        assertThat(tool(REGION).of(json("{'region':'a','region':'b'}")))
                .containsExactly(Map.entry("Mcp-Param-Region", "b"));
    }

    // ---- what is refused ----

    @ParameterizedTest
    @CsvSource({
        "'us-west1', us-west1",
        "'us-west1', =?base64?dXMtd2VzdDE=?=",
        "'a b', a b",
        "'', ''",
        "'', =?base64??=",
        "42, 42",
        "42, 42.0",
        "42, =?base64?NDI=?=",
        "42.0, 42",
        "true, true",
        "'=?base64?literal?=', =?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=",
        "9007199254740993, 9007199254740993"
    })
    void equalValuesPass(String value, String header) {
        String quoted = value.matches("[0-9.]+|true") ? value : "'" + value + "'";
        assertThat(violation(quoted, header)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"us-west1\"', us-west2",
        "'\"us-west1\"', US-WEST1",
        "'\"42\"', 42.0",
        "42, 43",
        "42, 0x2a",
        "42, 4.2e1",
        "42, ''",
        "42, '42,42'",
        "9007199254740993, 9007199254740992",
        "true, True",
        "true, 1",
        "null, null",
        "null, ''",
        "{}, {}",
        "[], ''",
        "'\"a\"', 'a, a'"
    })
    void differentValuesAreRefused(String value, String header) {
        assertThat(violation(value, header))
                .isEqualTo("Header mismatch: Mcp-Param-Region: the header does not match the body");
    }

    @Test
    void aMissingHeaderIsRefused() {
        assertThat(tool(REGION).violation(json("{'region':'a'}"), Map.of("mcp-param-regions", "a")))
                .isEqualTo("Header mismatch: Mcp-Param-Region: the header is missing");
    }

    @Test
    void aHeaderWithoutAValueInTheBodyIsRefused() {
        assertThat(tool(REGION).violation(json("{'query':'a'}"), Map.of("mcp-param-region", "a")))
                .isEqualTo("Header mismatch: Mcp-Param-Region: the header does not match the body");
        assertThat(tool(REGION).violation(null, Map.of("mcp-param-region", "a")))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "é, the header has characters that a header cannot carry",
        "'a\u0001', the header has characters that a header cannot carry",
        "=?base64?SGVsbG8?=, the header is not valid Base64 of UTF-8",
        "=?base64?SGVs!bG8=?=, the header is not valid Base64 of UTF-8",
        "=?base64?/w==?=, the header is not valid Base64 of UTF-8"
    })
    void brokenHeadersAreRefused(String header, String why) {
        assertThat(violation("'Hello'", header)).isEqualTo("Header mismatch: Mcp-Param-Region: " + why);
    }

    @Test
    void anAnnotatedArgumentGivenTwiceIsRefused() {
        for (String arguments : new String[] {"{'region':'a','region':'b'}", "{'region':'b','\\u0072egion':'b'}"}) {
            assertThat(tool(REGION).violation(json(arguments), Map.of("mcp-param-region", "b")))
                    .isEqualTo("Header mismatch: Mcp-Param-Region: its argument is given twice");
        }
        ToolHeaders nested = tool("{'a':{'type':'object','properties':{'b':{'type':'string','x-mcp-header':'B'}}}}");
        assertThat(nested.violation(json("{'a':{'b':'v'},'a':{'b':'v'}}"), Map.of("mcp-param-b", "v")))
                .isNotNull();
        assertThat(nested.violation(json("{'a':{},'a':{'b':'v'}}"), Map.of("mcp-param-b", "v")))
                .isNull();
    }

    @Test
    void otherArgumentsAndHeadersDoNotMatter() {
        assertThat(tool(REGION)
                        .violation(
                                json("{'query':'a','query':'b','region':'r','REGION':'x'}"),
                                Map.of("mcp-param-region", "r", "mcp-param-other", "é")))
                .isNull();
    }

    @Test
    void whatIsSentIsAccepted() {
        ToolHeaders headers = tool(ALL);
        for (String arguments :
                new String[] {"{'s':'plain','i':12,'b':true}", "{'s':'','i':1e3}", "{'s':'世\\n','i':0.25}", "{'s':null}"
                }) {
            Map<String, String> received = headers.of(json(arguments)).entrySet().stream()
                    .collect(java.util.stream.Collectors.toMap(
                            entry -> entry.getKey().toLowerCase(java.util.Locale.ROOT), Map.Entry::getValue));
            assertThat(headers.violation(json(arguments), received))
                    .as(arguments)
                    .isNull();
        }
    }

    private static @Nullable String violation(String value, String header) {
        return tool(REGION).violation(json("{'region':" + value + "}"), Map.of("mcp-param-region", header));
    }

    private static void assertFault(String properties) {
        ToolHeaders headers = tool(properties);
        assertThat(headers.fault()).as(properties).isPresent();
        assertThat(headers.isEmpty()).isTrue();
    }

    private static ToolHeaders tool(String properties) {
        return ToolHeaders.parse(
                json("{'name':'t','inputSchema':{'type':'object','properties':" + properties + ",'required':[]}}"));
    }

    private static JsonText json(String singleQuoted) {
        return JsonText.of(singleQuoted.replace('\'', '"'));
    }
}
