package io.mcpgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pushes images and signatures to a registry without TLS and login, with nothing of the code under test. */
public final class RegistryPushes {
    private static final String SIGNATURE_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
    private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String host;

    /** To the registry at {@code HOST:PORT}. */
    public RegistryPushes(String host) {
        this.host = host;
    }

    /**
     * A layer of a manifest of signatures.
     *
     * @param payload what is signed
     * @param signature in base64
     */
    public record Layer(byte[] payload, String signature) {
        private String descriptor() {
            return "{\"mediaType\":\"" + SIGNATURE_TYPE + "\",\"size\":" + payload.length + ",\"digest\":\""
                    + digest(payload) + "\",\"annotations\":{\"" + SIGNATURE + "\":\"" + signature
                    + "\"}}";
        }
    }

    /** Pushes something that is an image to a registry; its digest. */
    public String image(String repository, String tag, String content) throws IOException, InterruptedException {
        byte[] configuration = ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"it\":\"" + content + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        blob(repository, configuration);
        return manifest(
                repository,
                tag,
                "\"config\":" + descriptor("application/vnd.oci.image.config.v1+json", configuration)
                        + ",\"layers\":[]");
    }

    /** Pushes signatures of a digest, as layers under the tag that belongs to it. */
    public void signatures(String repository, String digest, Layer... layers) throws IOException, InterruptedException {
        byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
        blob(repository, empty);
        for (Layer layer : layers) {
            blob(repository, layer.payload());
        }
        manifest(
                repository,
                digest.replace(':', '-') + ".sig",
                "\"config\":" + descriptor("application/vnd.oci.image.config.v1+json", empty) + ",\"layers\":["
                        + Stream.of(layers).map(Layer::descriptor).collect(Collectors.joining(",")) + "]");
    }

    /** Pushes bundles that refer to a digest, and the list of them that clients keep where the registry has none. */
    public void bundles(String repository, String digest, List<byte[]> bundles)
            throws IOException, InterruptedException {
        String type = "application/vnd.dev.sigstore.bundle.v0.3+json";
        byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
        blob(repository, empty);
        StringBuilder list = new StringBuilder();
        for (byte[] bundle : bundles) {
            blob(repository, bundle);
            String body = manifestBody("\"artifactType\":\"" + type + "\",\"config\":"
                    + descriptor("application/vnd.oci.empty.v1+json", empty) + ",\"layers\":["
                    + descriptor(type, bundle) + "]");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            put(repository, digest(bytes), MANIFEST, bytes);
            list.append(list.isEmpty() ? "" : ",")
                    .append("{\"mediaType\":\"" + MANIFEST + "\",\"artifactType\":\"" + type + "\",\"size\":"
                            + bytes.length + ",\"digest\":\"" + digest(bytes) + "\"}");
        }
        put(
                repository,
                digest.replace(':', '-'),
                "application/vnd.oci.image.index.v1+json",
                ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[" + list
                                + "]}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private String manifest(String repository, String tag, String members) throws IOException, InterruptedException {
        byte[] bytes = manifestBody(members).getBytes(StandardCharsets.UTF_8);
        put(repository, tag, MANIFEST, bytes);
        return digest(bytes);
    }

    private static String manifestBody(String members) {
        return "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\"," + members + "}";
    }

    private static String descriptor(String type, byte[] bytes) {
        return "{\"mediaType\":\"" + type + "\",\"size\":" + bytes.length + ",\"digest\":\"" + digest(bytes) + "\"}";
    }

    private void put(String repository, String version, String type, byte[] bytes)
            throws IOException, InterruptedException {
        send(
                HttpRequest.newBuilder(URI.create("http://" + host + "/v2/" + repository + "/manifests/" + version))
                        .header("Content-Type", type)
                        .PUT(BodyPublishers.ofByteArray(bytes)),
                201);
    }

    private void blob(String repository, byte[] bytes) throws IOException, InterruptedException {
        URI uploads = URI.create("http://" + host + "/v2/" + repository + "/blobs/uploads/");
        HttpResponse<String> begun = send(HttpRequest.newBuilder(uploads).POST(BodyPublishers.noBody()), 202);
        URI place = uploads.resolve(begun.headers().firstValue("Location").orElseThrow());
        send(
                HttpRequest.newBuilder(URI.create(
                                place + (place.getRawQuery() == null ? "?" : "&") + "digest=" + digest(bytes)))
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.ofByteArray(bytes)),
                201);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, int expected)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
        return answer;
    }

    /** {@code sha256:} and 64 hexadecimal digits. */
    public static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
