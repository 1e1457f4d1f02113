package io.mcpgateway.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mcpgateway.egress.wire.Authority;
import io.mcpgateway.egress.wire.ClientHello;
import io.mcpgateway.egress.wire.DnsQuery;
import io.mcpgateway.egress.wire.HttpHead;
import io.mcpgateway.egress.wire.MalformedException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;

/**
 * Whatever a workload sends to its proxy, a catalog allows, or the proxy's container writes, wherever it is cut: it is taken,
 * more of it is wanted, or it is refused; and of what is taken, whoever gets it next has the same idea. The first byte of an
 * input says who reads the rest: {@code 0} the handshake of TLS, {@code 1} a head of HTTP, {@code 2} a query for a name,
 * {@code 3} an allowed host, {@code 4} a line of the proxy. The inputs that were found are replayed by every test run.
 */
class EgressFuzzTest {
    private static final int READERS = 5;
    private static final List<List<String>> KNOWN = List.of(List.of("www", "example", "com"));
    private static final List<String> KNOWN_BELOW = List.of("example", "org");
    private static final EgressRules RULES = EgressRules.of(List.of("www.example.com:443", "*.example.org:80"));
    private static final InetAddress SELF = InetAddress.getLoopbackAddress();
    private static final SSLContext TLS = tls();

    private static SSLContext tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return context;
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void foreignBytes(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        switch (Math.floorMod(input[0] - '0', READERS)) {
            case 0 -> hello(bytes);
            case 1 -> head(bytes);
            case 2 -> query(bytes);
            case 3 -> allowedHost(new String(bytes, StandardCharsets.UTF_8));
            default -> line(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** What a reader makes of a beginning: that it is broken, that more is needed, or what it is. */
    private record Seen<T>(boolean broken, Optional<T> found) {
        static <T> Seen<T> by(Conversation.Beginning<T> reader, byte[] bytes, int length) {
            try {
                return new Seen<>(false, reader.read(bytes, length));
            } catch (MalformedException e) {
                assertThat(e.getMessage()).matches("[ -~]{1,200}");
                return new Seen<>(true, Optional.empty());
            }
        }

        /** Of the whole, after it has been seen at a cut that the input itself names. */
        static <T> Seen<T> whole(Conversation.Beginning<T> reader, byte[] bytes) {
            Seen<T> whole = by(reader, bytes, bytes.length);
            int size = bytes.length == 0 ? 0 : bytes.length * (bytes[bytes.length - 1] & 0xff) / 256;
            Seen<T> cut = by(reader, bytes, size);
            assertThat(cut).isIn(whole, new Seen<>(false, Optional.empty()));
            return whole;
        }
    }

    private static void hello(byte[] bytes) throws SSLException {
        Seen<ClientHello> seen = Seen.whole(ClientHello::read, bytes);
        if (seen.found().isPresent()) {
            List<String> names = serverNames(bytes);
            Optional<String> judged = seen.found().get().serverName();
            assertThat(names).allMatch(name -> judged.equals(Optional.of(name)));
            judged.ifPresent(EgressFuzzTest::checkName);
        }
    }

    /** The names that a server of the JDK finds in the same bytes; none if it refuses them first. */
    private static List<String> serverNames(byte[] bytes) throws SSLException {
        List<String> names = new ArrayList<>();
        SSLEngine engine = TLS.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setSNIMatchers(List.of(new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
            @Override
            public boolean matches(SNIServerName name) {
                names.add(new String(name.getEncoded(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
                return false; // which ends it
            }
        }));
        engine.setSSLParameters(parameters);
        engine.beginHandshake();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        try {
            while (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_UNWRAP
                    && engine.unwrap(in, out).getStatus() == SSLEngineResult.Status.OK) {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
        } catch (SSLException e) {
            return names; // refused, before or after the name
        }
        return names;
    }

    private static void head(byte[] bytes) throws Exception {
        Seen<HttpHead> seen = Seen.whole(HttpHead::read, bytes);
        if (seen.found().isEmpty()) {
            return;
        }
        HttpHead head = seen.found().get();
        assertThat(head.length()).isBetween(1, Math.min(bytes.length, HttpHead.LONGEST));
        Authority wanted;
        try {
            wanted = head.authority(80);
        } catch (MalformedException e) {
            assertThat(e.getMessage()).matches("[ -~]{1,200}");
            return;
        }
        URI uri = URI.create("http://" + wanted.shown(0) + "/");
        assertThat(uri.getRawAuthority()).isEqualTo(wanted.shown(0));
        assertThat(wanted.port()).isBetween(1, 65_535);
        if (wanted.host().indexOf(':') < 0) {
            assertThat(wanted.host()).matches("[a-z0-9._-]{1,253}");
        }
        if (!head.isConnect()) {
            checkSent(head.forServer(wanted), wanted);
        }
    }

    /** What leaves is one request for whom it was judged by, also for a server that is lenient. */
    private static void checkSent(byte[] sent, Authority wanted) throws MalformedException {
        HttpHead again = HttpHead.read(sent, sent.length).orElseThrow();
        assertThat(again.length()).isEqualTo(sent.length);
        assertThat(again.authority(80)).isEqualTo(wanted);
        // Any line end will do, and blanks before the colon.
        String[] lines = new String(sent, StandardCharsets.ISO_8859_1).split("\r\n|\r|\n", -1);
        assertThat(lines[0].split("[\\s\\x0b]+", -1)).hasSize(3);
        List<String> hosts = new ArrayList<>();
        int framings = 0;
        for (int i = 1; i < lines.length - 2; i++) {
            assertThat(lines[i]).matches("(?s)[!-9;-~]+:.*");
            String name = lines[i].substring(0, lines[i].indexOf(':')).strip().toLowerCase(Locale.ROOT);
            if (name.equals("host")) {
                hosts.add(lines[i].substring(lines[i].indexOf(':') + 1).strip());
            }
            framings += name.equals("content-length") || name.equals("transfer-encoding") ? 1 : 0;
        }
        assertThat(hosts).containsExactly(wanted.shown(80));
        assertThat(framings).isLessThan(2);
    }

    private static void query(byte[] bytes) {
        List<Refusal> refusals = new ArrayList<>();
        Optional<byte[]> answer =
                new NameServer(RULES, SELF, new RefusalLog(refusals::add)).answer(bytes, bytes.length);
        boolean waits = bytes.length >= 12 && bytes.length <= DnsQuery.LONGEST && bytes[2] >= 0;
        assertThat(answer.isPresent()).isEqualTo(waits);
        refusals.forEach(EgressFuzzTest::checkRefusal);
        if (answer.isEmpty()) {
            return;
        }
        ByteBuffer said = ByteBuffer.wrap(answer.get());
        assertThat(said.getShort()).isEqualTo(ByteBuffer.wrap(bytes).getShort());
        assertThat(said.get() & 0xf8).as("a response to the same operation").isEqualTo(0x80 | (bytes[2] & 0x78));
        int code = said.get() & 0x0f;
        int questions = said.getShort();
        int answers = said.getShort();
        assertThat(said.getInt()).as("other records").isZero();
        List<String> labels = new ArrayList<>();
        if (questions == 1) {
            int from = said.position();
            labels.addAll(labels(said));
            assertThat(said.position() - from).as("the length of a name").isLessThanOrEqualTo(255);
            short type = said.getShort();
            short recordClass = said.getShort();
            assertThat(Arrays.copyOfRange(answer.get(), from, said.position()))
                    .as("the question")
                    .isEqualTo(Arrays.copyOfRange(bytes, from, said.position()));
            assertThat(answers == 1).isEqualTo(code == 0 && type == 1 && recordClass == 1);
        }
        assertThat(questions == 1 && code == 0)
                .as("%s", labels)
                .isEqualTo(KNOWN.contains(labels)
                        || (labels.size() > 2
                                && labels.subList(labels.size() - 2, labels.size())
                                        .equals(KNOWN_BELOW)
                                && labels.stream().allMatch(label -> label.matches("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?"))
                                && String.join(".", labels).length() <= 253));
        if (answers == 1) {
            byte[] record = {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4};
            byte[] begins = new byte[record.length];
            said.get(begins);
            assertThat(begins).isEqualTo(record);
            byte[] address = new byte[4];
            said.get(address);
            assertThat(address).isEqualTo(SELF.getAddress());
        }
        assertThat(answers).isLessThan(2);
        assertThat(said.hasRemaining()).isFalse();
    }

    private static List<String> labels(ByteBuffer from) {
        List<String> labels = new ArrayList<>();
        for (int size = from.get(); size != 0; size = from.get()) {
            assertThat(size).isBetween(1, 63);
            byte[] label = new byte[size];
            from.get(label);
            labels.add(new String(label, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
        }
        return labels;
    }

    private static void allowedHost(String text) {
        AllowedHost allowed;
        try {
            allowed = AllowedHost.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).hasSizeLessThan(1_000).doesNotContainPattern("\\p{Cc}");
            return;
        }
        assertThat(AllowedHost.parse(allowed.toString())).isEqualTo(allowed);
        String written = text.strip().split("/")[0];
        assertThat(Integer.parseInt(written.substring(written.lastIndexOf(':') + 1)))
                .isEqualTo(allowed.port());
        EgressRules rules = EgressRules.of(List.of(text));
        if (allowed.literal().isPresent()) {
            InetAddress address = allowed.literal().get();
            assertThat(address.isLoopbackAddress() || address.isAnyLocalAddress())
                    .isFalse();
            assertThat(rules.allows(address, allowed.port())).isTrue();
            return;
        }
        assertThat(written.toLowerCase(Locale.ROOT))
                .as("nothing but its case is changed")
                .isIn(
                        allowed.host() + ":" + written.substring(written.lastIndexOf(':') + 1),
                        allowed.host() + ".:" + written.substring(written.lastIndexOf(':') + 1));
        assertThat(written).isASCII();
        String below = allowed.isWildcard() ? allowed.host().substring(2) : allowed.host();
        checkName(below);
        assertThat(rules.allows(below, allowed.port())).isEqualTo(!allowed.isWildcard());
        assertThat(rules.allows("x." + below, allowed.port())).isEqualTo(allowed.isWildcard());
        assertThat(rules.allows("x" + below, allowed.port())).isFalse();
    }

    private static void checkName(String name) {
        assertThat(name).matches("[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9_])?").doesNotContain("..");
        assertThat(name.substring(name.lastIndexOf('.') + 1))
                .as("the label that resolvers go by")
                .matches(".*[a-z_-].*");
    }

    private static void line(String text) {
        RefusalLine.read(text).ifPresent(refusal -> {
            checkRefusal(refusal);
            assertThat(text)
                    .startsWith("{\"egress\":\"refused\",\"host\":\"" + refusal.host() + "\",\"port\":")
                    .contains(",\"why\":\"" + refusal.why() + "\",");
        });
        checkRefusal(new Refusal(text, 443, text.substring(0, Math.min(400, text.length())), text.length()));
    }

    private static void checkRefusal(Refusal refusal) {
        assertThat(refusal.host()).matches("[A-Za-z0-9.:*?_-]{1,255}");
        String line = RefusalLine.write(refusal);
        assertThat(line).doesNotContainPattern("\\p{Cc}").hasSizeLessThan(800);
        Refusal back = RefusalLine.read(line).orElseThrow();
        assertThat(back.host()).isEqualTo(refusal.host());
        assertThat(RefusalLine.write(back)).isEqualTo(line);
    }
}
