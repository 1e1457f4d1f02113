package io.mcpgateway.cli.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The mapping, case by case; JSON with apostrophes for quotes. */
class ServerImportTest {
    private static CommunityServer server(String members) {
        String document = "{'name':'a/s','version':'7'," + members + "}";
        return CommunityServer.of("server.json", document.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String oci(String members) {
        return "'packages':[{'registryType':'oci','identifier':'acme/s:1','transport':{'type':'stdio'}"
                + (members.isEmpty() ? "" : ",") + members + "}]";
    }

    private static String npm(String members) {
        return "'packages':[{'registryType':'npm','identifier':'@acme/s','version':'1.0','transport':{'type':'stdio'}"
                + (members.isEmpty() ? "" : ",") + members + "}]";
    }

    static Stream<Arguments> images() {
        String digest = "sha256:" + "a".repeat(64);
        return Stream.of(
                argumentSet("tag in the identifier", "docker.io/acme/s:1.0.2", "", "", "docker.io/acme/s:1.0.2"),
                argumentSet("version as tag", "acme/s", "1.0.2", "", "acme/s:1.0.2"),
                argumentSet("version as digest", "ghcr.io/acme/s", digest, "", "ghcr.io/acme/s@" + digest),
                argumentSet("identifier with digest", "acme/s@" + digest, "1", "", "acme/s@" + digest),
                argumentSet("tag and digest", "acme/s:1@" + digest, "", "", "acme/s:1@" + digest),
                argumentSet("port is no tag", "localhost:5000/acme/s", "2", "", "localhost:5000/acme/s:2"),
                argumentSet("no version", "acme/s", "", "", "acme/s"),
                argumentSet("Docker Hub named", "acme/s", "1", "https://docker.io", "acme/s:1"),
                argumentSet("another registry", "acme/s", "1", "https://ghcr.io/", "ghcr.io/acme/s:1"),
                argumentSet(
                        "another registry, named twice", "ghcr.io/acme/s", "1", "https://ghcr.io", "ghcr.io/acme/s:1"));
    }

    @ParameterizedTest
    @MethodSource("images")
    void anImageHasOneReference(String identifier, String version, String base, String expected) {
        CommunityServer server = server("'packages':[{'registryType':'oci','identifier':'" + identifier
                + "','version':'" + version + "','registryBaseUrl':'" + base + "'}]");
        assertThat(server.entry().path("image").asText()).isEqualTo(expected);
        assertThat(server.kind()).isEqualTo("image");
    }

    static Stream<Arguments> arguments() {
        return Stream.of(
                argumentSet("positional", "{'type':'positional','value':'mcp start'}", "['mcp start']", "{}"),
                argumentSet("flag", "{'type':'named','name':'--quiet'}", "['--quiet']", "{}"),
                argumentSet("named", "{'type':'named','name':'--a','value':'b'}", "['--a=b']", "{}"),
                argumentSet("dollars are text", "{'type':'named','name':'--a','value':'$b'}", "['--a=$$b']", "{}"),
                argumentSet("default alone", "{'type':'named','name':'--a','default':'b'}", "['--a=b']", "{}"),
                argumentSet(
                        "required",
                        "{'type':'named','name':'--a','isRequired':true}",
                        "['--a={{a-s.a}}']",
                        "{'a':{'type':'string','description':''}}"),
                argumentSet(
                        "default for the user to change",
                        "{'type':'named','name':'--port','description':'Port','format':'number','default':'80'}",
                        "['--port={{a-s.port}}']",
                        "{'port':{'type':'number','description':'Port','default':80}}"),
                argumentSet(
                        "optional, gone without a value",
                        "{'type':'named','name':'--db.host','description':'Host'}",
                        "['{{a-s.db_host|or:[]|prefix:--db.host=}}']",
                        "{'db_host':{'type':'string','description':'Host'}}"),
                argumentSet(
                        "optional positional",
                        "{'type':'positional','valueHint':'dir','description':'D'}",
                        "['{{a-s.dir|or:[]}}']",
                        "{'dir':{'type':'string','description':'D'}}"),
                argumentSet(
                        "repeated positional",
                        "{'type':'positional','valueHint':'dir','description':'D','default':'/d','isRequired':true,"
                                + "'isRepeated':true}",
                        "['{{a-s.dir|or:[]}}']",
                        "{'dir':{'type':'array','description':'D','items':{'type':'string'},'default':['/d']}}"),
                argumentSet(
                        "repeated named with choices",
                        "{'type':'named','name':'--x','isRequired':true,'isRepeated':true,'choices':['a','b']}",
                        "['{{a-s.x|or:[]|prefix:--x=}}']",
                        "{'x':{'type':'array','description':'','items':{'type':'string','enum':['a','b']}}}"),
                argumentSet(
                        "variables",
                        "{'type':'named','name':'--u','value':'{h}:{p}/{no}','variables':{'h':{'description':'H'},"
                                + "'p':{'format':'number','choices':['1','2'],'default':'1'},'unused':{'isRequired':true}}}",
                        "['--u={{a-s.h}}:{{a-s.p}}/{no}']",
                        "{'h':{'type':'string','description':'H'},"
                                + "'p':{'type':'number','description':'','default':1,'enum':[1,2]}}"),
                argumentSet(
                        "a variable with a value",
                        "{'type':'positional','value':'{h}','variables':{'h':{'value':'v'}}}",
                        "['v']",
                        "{}"));
    }

    @ParameterizedTest
    @MethodSource("arguments")
    void argumentsOfAPackage(String argument, String command, String properties) {
        CommunityServer server = server(oci("'packageArguments':[" + argument + "]"));
        assertThat(server.entry().path("command")).isEqualTo(json(command));
        JsonNode found = server.entry().at("/config/0/properties");
        assertThat(found.isMissingNode() ? "{}" : found.toString())
                .isEqualTo(json(properties).toString());
        assertThat(server.notes()).isEmpty();
    }

    static Stream<Arguments> variables() {
        return Stream.of(
                argumentSet("fixed", "{'name':'A','value':'$1'}", "[{'name':'A','value':'$$1'}]", "null"),
                argumentSet("optional", "{'name':'A','description':'D'}", "[{'name':'A','value':'{{a-s.A}}'}]", "null"),
                argumentSet("nothing said", "{'name':'A'}", "null", "null"),
                argumentSet(
                        "secret that must be there",
                        "{'name':'apiKey','isSecret':true,'isRequired':true}",
                        "null",
                        "[{'name':'a-s.apiKey','env':'apiKey'}]"),
                argumentSet(
                        "secret that may be missing",
                        "{'name':'KEY','isSecret':true,'description':'Key'}",
                        "null",
                        "[{'name':'a-s.KEY','env':'KEY','required':false}]"),
                argumentSet(
                        "secret inside a value",
                        "{'name':'URL','value':'pg://{user}:{db-pass}@db','variables':{'user':{'isRequired':true},"
                                + "'db-pass':{'isSecret':true,'isRequired':true}}}",
                        "[{'name':'URL','value':'pg://{{a-s.user}}:${DB_PASS}@db'}]",
                        "[{'name':'a-s.db-pass','env':'DB_PASS'}]"),
                argumentSet(
                        "secret under a name that is taken",
                        "{'name':'A','value':'{b}','variables':{'b':{'isSecret':true,'isRequired':true}}},"
                                + "{'name':'B','isSecret':true,'isRequired':true}",
                        "[{'name':'A','value':'${B_2}'}]",
                        "[{'name':'a-s.b','env':'B_2'},{'name':'a-s.B','env':'B'}]"));
    }

    @ParameterizedTest
    @MethodSource("variables")
    void variablesOfTheEnvironment(String variable, String environment, String secrets) {
        JsonNode entry =
                server(npm("'environmentVariables':[" + variable + "]")).entry();
        assertThat(entry.has("env") ? entry.get("env") : json("null")).isEqualTo(json(environment));
        assertThat(entry.has("secrets") ? entry.get("secrets") : json("null")).isEqualTo(json(secrets));
    }

    @Test
    void filesThatUsersNameAreMounted() {
        JsonNode entry = server(oci("'packageArguments':[{'type':'named','name':'--db','format':'filepath',"
                        + "'description':'D'}],'environmentVariables':[{'name':'F','value':'file:{f}','variables':"
                        + "{'f':{'format':'filepath','isRequired':true}}}]"))
                .entry();
        assertThat(entry.path("command")).isEqualTo(json("['{{a-s.db|or:[]|volume-target|prefix:--db=}}']"));
        assertThat(entry.at("/env/0/value").asText()).isEqualTo("file:{{a-s.f|volume-target}}");
        assertThat(entry.path("volumes")).isEqualTo(json("['{{a-s.db|or:[]|volume}}','{{a-s.f|volume}}']"));
    }

    @Test
    void argumentsOfDockerRunBecomeWhatAnEntryCanSayAndTheRestIsTold() {
        CommunityServer server = server(oci("'runtimeArguments':[{'type':'positional','value':'-i'},"
                + "{'type':'named','name':'--rm'},{'type':'named','name':'-e','value':'T={t}',"
                + "'variables':{'t':{'choices':['a','b'],'isRequired':true}}},{'type':'positional','value':'-e'},"
                + "{'type':'positional','value':'B=1'},{'type':'named','name':'--mount',"
                + "'value':'type=bind,source={s},target=/p,readonly','variables':{'s':{'format':'filepath'}}},"
                + "{'type':'named','name':'--add-host','value':'db:10.0.0.1'},{'type':'named','name':'--network=none'},"
                + "{'type':'named','name':'--cap-add','value':'NET_RAW'},{'type':'named','name':'--privileged'},"
                + "{'type':'named','name':'--net','value':'host'},{'type':'named','name':'-e','value':'HOME'}]"));
        JsonNode entry = server.entry();
        assertThat(entry.path("env")).isEqualTo(json("[{'name':'T','value':'{{a-s.t}}'},{'name':'B','value':'1'}]"));
        assertThat(entry.path("volumes")).isEqualTo(json("['{{a-s.s}}:/p:ro']"));
        assertThat(entry.path("extraHosts")).isEqualTo(json("['db:10.0.0.1']"));
        assertThat(entry.path("capAdd")).isEqualTo(json("['NET_RAW']"));
        assertThat(entry.path("disableNetwork").asBoolean()).isTrue();
        assertThat(server.notes())
                .hasSize(3)
                .anySatisfy(note -> assertThat(note).contains("'--privileged' is left out"))
                .anySatisfy(note -> assertThat(note).contains("'--net host' is left out"))
                .anySatisfy(note -> assertThat(note).contains("'-e HOME' is left out"));
    }

    @Test
    void argumentsOfNpxStandBeforeThePackageAndAreNotSaidTwice() {
        JsonNode entry = server(
                        npm(
                                "'runtimeHint':'npx','runtimeArguments':[{'type':'positional','value':'-y'},"
                                        + "{'type':'named','name':'--node-options','value':'--max-old-space-size=512'},"
                                        + "{'type':'positional','value':'@acme/s@1.0'},{'type':'named','name':'--user','value':'1000'}]"))
                .entry();
        assertThat(entry.path("command"))
                .isEqualTo(json("['npx','--yes','--node-options','--max-old-space-size=512','@acme/s@1.0']"));
        assertThat(entry.path("user").asText()).isEqualTo("1000");
        assertThat(entry.has("volumes")).isFalse();
        CommunityServer other = server(npm("'runtimeHint':'deno','runtimeArguments':[{'type':'named','name':'-A'}]"));
        assertThat(other.entry().path("command")).isEqualTo(json("['npx','--yes','@acme/s@1.0']"));
        assertThat(other.notes()).singleElement().asString().contains("'-A' is left out", "deno");
    }

    @Test
    void onlyTheChosenPackageLeavesATrace() {
        CommunityServer server = server("'packages':[{'registryType':'npm','identifier':'s','environmentVariables':"
                + "[{'name':'NPM_ONLY','isRequired':true}]},{'registryType':'oci','identifier':'acme/s','transport':"
                + "{'type':'streamable-http','url':'http://localhost:80'}},{'registryType':'oci','identifier':'acme/t'}],"
                + "'remotes':[{'type':'streamable-http','url':'https://r.example/mcp','headers':"
                + "[{'name':'X','isSecret':true}]}]");
        assertThat(server.entry())
                .isEqualTo(json("{'type':'server','image':'acme/t','metadata':{'registryUrl':"
                        + "'https://registry.modelcontextprotocol.io/v0/servers/a%2Fs/versions/7'}}"));
    }

    static Stream<Arguments> remotes() {
        return Stream.of(
                argumentSet(
                        "Streamable HTTP before SSE",
                        "{'type':'sse','url':'https://a.example/sse'},{'type':'streamable-http','url':'https://b.example'}",
                        "{'url':'https://b.example','transport_type':'streamable-http'}"),
                argumentSet(
                        "SSE if there is nothing else",
                        "{'type':'pigeon','url':'https://a.example'},{'type':'sse','url':'https://a.example/sse'}",
                        "{'url':'https://a.example/sse','transport_type':'sse'}"),
                argumentSet(
                        "a remote without address is none",
                        "{'type':'streamable-http'},{'type':'streamable-http','url':'file:///etc'},"
                                + "{'transport_type':'sse','url':'https://a.example/sse'}",
                        "{'url':'https://a.example/sse','transport_type':'sse'}"),
                argumentSet(
                        "headers and variables",
                        "{'type':'streamable-http','url':'https://{t}.example','variables':{'t':{'isRequired':true}},"
                                + "'headers':[{'name':'X-API-Key','isSecret':true,'isRequired':true},"
                                + "{'name':'X-Region','description':'R','default':'us'},{'name':'X-Zone',"
                                + "'description':'Z'},{'name':'X-Fixed','value':'1'},{'name':'X-None'}]}",
                        "{'url':'https://{{a-s.t}}.example','transport_type':'streamable-http','headers':"
                                + "{'X-API-Key':'${X_API_KEY}','X-Region':'{{a-s.X-Region}}','X-Zone':'{{a-s.X-Zone}}',"
                                + "'X-Fixed':'1'}}"));
    }

    @ParameterizedTest
    @MethodSource("remotes")
    void remotesAreAllConsidered(String remotes, String expected) {
        CommunityServer server = server("'remotes':[" + remotes + "]");
        assertThat(server.kind()).isEqualTo("remote");
        assertThat(server.entry().path("type").asText()).isEqualTo("remote");
        assertThat(server.entry().path("remote")).isEqualTo(json(expected));
        assertThat(server.listed().path("endpoint")).isEqualTo(json(expected).path("url"));
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                argumentSet(
                        "NuGet", "nuget", "'registryType':'nuget','identifier':'A.B'", "'A.B' is a package of NuGet"),
                argumentSet("MCPB", "mcpb", "'registryType':'mcpb','identifier':'https://x/y.mcpb'", "MCPB, bundles"),
                argumentSet("unknown", "brew", "'registryType':'brew','identifier':'x'", "a package of 'brew'"),
                argumentSet(
                        "HTTP",
                        "npm, unusable",
                        "'registryType':'npm','identifier':'x','transport':{'type':'streamable-http'}",
                        "'x' speaks over streamable-http, and packages are run over stdio"),
                argumentSet(
                        "flag for npx",
                        "npm, unusable",
                        "'registryType':'npm','identifier':'--x'",
                        "no name of a package"),
                argumentSet(
                        "version for uvx",
                        "pypi, unusable",
                        "'registryType':'pypi','identifier':'x','version':'-1 --x'",
                        "no usable version"),
                argumentSet(
                        "image with a blank",
                        "oci, unusable",
                        "'registryType':'oci','identifier':'a b'",
                        "no name of a package of kind oci"),
                argumentSet(
                        "tag with a plus",
                        "oci, unusable",
                        "'registryType':'oci','identifier':'a','version':'1+2'",
                        "no usable version"),
                argumentSet(
                        "registry that is no URL",
                        "npm, unusable",
                        "'registryType':'npm','identifier':'a','registryBaseUrl':'--proxy=x'",
                        "no URL"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void whatCannotBeRunIsNamed(String kind, String members, String reason) {
        assertThatThrownBy(() -> server("'packages':[{" + members + "}]"))
                .isInstanceOfSatisfying(
                        IncompatibleServerException.class,
                        e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining("for a/s: ")
                .hasMessageContaining(reason)
                .hasMessageContaining("over standard input and output");
    }

    @Test
    void oneDocumentGivesOneText() {
        String members = npm("'environmentVariables':["
                + Stream.of("Z", "A", "M", "B")
                        .map(name -> "{'name':'" + name + "','isSecret':true}")
                        .reduce((a, b) -> a + "," + b)
                        .orElseThrow()
                + "]");
        List<String> texts = Stream.generate(() -> server(members).entry().toString())
                .limit(5)
                .distinct()
                .toList();
        assertThat(texts).hasSize(1);
        assertThat(texts.get(0)).containsSubsequence("a-s.Z", "a-s.A", "a-s.M", "a-s.B");
    }

    @Test
    void signingInIsTakenOverIfItHasTheShapeOfCatalogs() {
        String block = "'remotes':[{'type':'sse','url':'https://a.example'}],'_meta':"
                + "{'io.modelcontextprotocol.registry/publisher-provided':{'oauth':%s}}";
        assertThat(server(block.formatted(
                                "{'providers':[{'provider':'p','secret':'s','env':'E','x':1},{}],'scopes':['r',7]}"))
                        .entry()
                        .path("oauth"))
                .isEqualTo(json("{'providers':[{'provider':'p','secret':'s','env':'E'}],'scopes':['r']}"));
        for (String bad : List.of("7", "[]", "{'providers':{}}", "{'providers':[{'provider':7}]}")) {
            assertThat(server(block.formatted(bad)).entry().has("oauth")).isFalse();
        }
    }

    /** A document that says everything, in which something else stands for something at random. */
    @Test
    void whateverADocumentHoldsItIsAServerOrARefusal() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> odd =
                List.of("null", "7", "true", "''", "'{x}'", "'{{a-s.x}}|$X'", "[]", "{}", "[[]]", "[{}]", "{'x':[1]}");
        List<String> names =
                List.of("oci", "npm", "pypi", "stdio", "named", "positional", "sse", "a b", "--x", "\\u0000");
        String whole = "{'name':'a/s','version':'7',"
                + oci("'packageArguments':[{'type':'named','name':'--x','value':'{x}','isRepeated':true,'variables':"
                        + "{'x':{'isSecret':true,'choices':['a'],'default':'a','format':'number'}}}],'runtimeArguments':"
                        + "[{'type':'named','name':'-e','value':'A=1'}],'environmentVariables':[{'name':'A',"
                        + "'isRequired':true,'format':'filepath'}]")
                + ",'remotes':[{'type':'sse','url':'https://x.example','headers':[{'name':'H','isSecret':true}]}],"
                + "'icons':[{'src':'https://x'}],'_meta':{'p':{'oauth':{'providers':[{'provider':'p'}]}}}}";
        int servers = 0;
        for (int round = 0; round < 3_000; round++) {
            String text = whole;
            for (int change = random.nextInt(3); change >= 0; change--) {
                List<Integer> ends = new ArrayList<>();
                for (int at = text.indexOf("':"); at >= 0; at = text.indexOf("':", at + 1)) {
                    ends.add(at + 2);
                }
                int at = ends.get(random.nextInt(ends.size()));
                String value = random.nextBoolean()
                        ? odd.get(random.nextInt(odd.size()))
                        : "'" + names.get(random.nextInt(names.size())) + "'";
                // The old value stays as another member's, so that the text is a document still.
                text = text.substring(0, at) + value + ",'old" + change + round + "':" + text.substring(at);
            }
            byte[] document = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            try {
                CommunityServer server = CommunityServer.of("server.json", document);
                assertThat(server.listed().at("/snapshot/server/type").asText()).isIn("server", "remote");
                servers++;
            } catch (ConfigException refused) {
                assertThat(refused.getMessage()).as("seed %d: %s", seed, text).hasLineCount(1);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
        assertThat(servers).as("seed %d", seed).isBetween(300, 2_990);
    }
}
