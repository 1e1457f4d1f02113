package io.mcpgateway.oci;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.oci.RegistryHttp.Answer;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** Gets blobs to a registry and from it. Blocks; stateless. */
final class Blobs {
    private static final int MOST_REDIRECTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RedirectFetch redirects;
    private final Duration transferTime;

    Blobs(RedirectFetch redirects, Duration transferTime) {
        this.redirects = redirects;
        this.transferTime = transferTime;
    }

    /** Puts a blob there, unless it is there already. */
    void upload(RegistrySession session, byte[] blob, TransferProgress heard) {
        String digest = OciArtifact.digest(blob);
        Answer there = session.send("HEAD", session.address("blobs/" + digest), "", 0, PATIENCE, bytes -> {});
        if (there.status() == 200 || there.isRedirect()) {
            heard.transferred(blob.length, blob.length);
            return;
        }
        if (there.status() != 404) {
            throw session.refused(there);
        }
        String octets = "application/octet-stream";
        Answer begun =
                session.send("POST", session.address("blobs/uploads/"), octets, BodyPublishers.noBody(), PATIENCE);
        require(session, begun, 202);
        URI target = session.location(begun);
        if (!session.isOwn(target)) {
            throw new GatewayException(
                    ErrorCode.DENIED,
                    session.what() + ": the registry wants the content at another place, " + target.getAuthority());
        }
        URI complete = URI.create(
                target + (target.getRawQuery() == null ? "?" : "&") + "digest=" + digest.replace(":", "%3A"));
        require(session, session.send("PUT", complete, octets, counted(blob, heard), transferTime), 201);
    }

    /** The blob as a body that tells how much of it has been read. */
    private static BodyPublisher counted(byte[] blob, TransferProgress heard) {
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> new FilterInputStream(new ByteArrayInputStream(blob)) {
                    private long done;

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        int read = super.read(target, offset, length);
                        done += Math.max(0, read);
                        heard.transferred(done, blob.length);
                        return read;
                    }
                }),
                blob.length);
    }

    /**
     * Gets a blob, wherever the registry keeps it.
     *
     * @throws GatewayException if it is not what the descriptor says
     */
    byte[] download(RegistrySession session, Descriptor blob, TransferProgress progress) {
        URI address = session.address("blobs/" + blob.digest());
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            Answer answer = session.send(
                    "GET", address, "", blob.size(), transferTime, done -> progress.transferred(done, blob.size()));
            if (!answer.isRedirect()) {
                require(session, answer, 200);
                return verified(session.what(), blob, answer.body());
            }
            address = session.location(answer);
            if (!session.isOwn(address)) {
                return verified(session.what(), blob, redirects.fetch(address, blob.size(), transferTime));
            }
        }
        throw new GatewayException(ErrorCode.SERVER_UNAVAILABLE, session.what() + ": the registry redirects for ever");
    }

    private static byte[] verified(String what, Descriptor blob, byte[] bytes) {
        if (bytes.length != blob.size()) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE,
                    what + ": its content has " + bytes.length + " bytes, and the manifest says " + blob.size());
        }
        compare(what, "the content", blob.digest(), OciArtifact.digest(bytes));
        return bytes;
    }

    /** Checks a digest. */
    static void compare(String what, String part, String expected, String found) {
        if (!expected.equals(found)) {
            throw new GatewayException(
                    ErrorCode.DENIED,
                    what + ": " + part + " is not what was announced: " + found + " instead of "
                            + RegistryErrors.oneLine(expected));
        }
    }

    /** Checks a status. */
    static void require(RegistrySession session, Answer answer, int status) {
        if (answer.status() != status) {
            throw session.refused(answer);
        }
    }
}
