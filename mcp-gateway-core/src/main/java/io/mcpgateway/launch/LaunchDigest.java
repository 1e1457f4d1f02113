package io.mcpgateway.launch;

import io.mcpgateway.files.Digests;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.ServerEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What tells two ways to run a server apart, for the keys of pools and caches. */
public final class LaunchDigest {
    private LaunchDigest() {}

    /**
     * SHA-256, in hexadecimal, over an entry and its configuration. Secrets are no part of it. Stable between processes.
     */
    public static String of(ServerEntry entry, Optional<JsonText> configuration) {
        MessageDigest digest = Digests.sha256();
        // The parts that shape the launch come beside the raw text, because an entry built by a program may have none.
        List<Object> parts = List.of(
                entry.name(),
                entry.type().text(),
                entry.image().orElse(""),
                entry.packageReference(),
                entry.command(),
                entry.environment(),
                entry.secrets(),
                entry.volumes(),
                entry.user().orElse(""),
                entry.disableNetwork(),
                entry.allowHosts(),
                entry.extraHosts(),
                entry.capAdd(),
                entry.remote(),
                entry.provider().orElse(""),
                entry.tools(),
                entry.configSchemas());
        for (Object part : parts) {
            add(digest, part.toString().getBytes(StandardCharsets.UTF_8));
        }
        add(digest, entry.raw().toBytes());
        add(digest, configuration.map(JsonText::toBytes).orElse(new byte[0]));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The same over which tools of an entry can run: a path that one of them mounts may be there now, or be there no more. */
    public static String of(LaunchPlan.Tools plan) {
        MessageDigest digest = Digests.sha256();
        plan.tools().forEach(tool -> add(digest, tool.name().getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }
}
