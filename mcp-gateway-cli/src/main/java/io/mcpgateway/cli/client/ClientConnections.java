package io.mcpgateway.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.cli.state.State;
import io.mcpgateway.model.ConfigException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts the gateway into clients' settings and takes it out. What a file held before is kept under the home, beside what it
 * held after: as long as it holds just that, taking the gateway out gives back the very bytes. Stateless.
 */
final class ClientConnections {
    private final Session session;

    ClientConnections(Session session) {
        this.session = session;
    }

    /** Where the file's two states are kept. */
    private record Backup(Path before, Path after) {}

    private Backup backup(ClientPlace place) {
        String name = place.client().id() + "-"
                + String.format(
                        Locale.ROOT,
                        "%08x",
                        place.file().toAbsolutePath().toString().hashCode());
        Path directory = session.home().resolve("clients");
        return new Backup(directory.resolve(name + ".before"), directory.resolve(name + ".after"));
    }

    /** Connects; returns whether anything changed. */
    boolean connect(ClientPlace place, ObjectNode entry) {
        return new State(session)
                .change("client connect " + place.client().id(), change -> connect(change, place, entry));
    }

    /** Plans to connect. */
    boolean connect(Change change, ClientPlace place, ObjectNode entry) {
        Optional<byte[]> before = change.read(place.file());
        ClientSettings settings =
                new ClientSettings(place.client(), place.file().toString());
        String text = text(place.file(), before);
        boolean wasThere = settings.servers(text).containsKey(place.client().key());
        String with = settings.with(text, entry);
        if (with.equals(text)) {
            return false;
        }
        Backup backup = backup(place);
        byte[] after = with.getBytes(StandardCharsets.UTF_8);
        boolean ours = wasThere && isWhatWeWrote(change, backup, before);
        if (!wasThere) {
            put(change, backup.before, before);
        } else if (!ours) {
            // What was there before an entry that somebody else wrote is not known.
            change.delete(backup.before);
        }
        put(change, backup.after, !wasThere || ours ? Optional.of(after) : Optional.empty());
        change.write(place.file(), after);
        return true;
    }

    /** Disconnects; returns whether anything changed. */
    boolean disconnect(ClientPlace place) {
        return new State(session)
                .change("client disconnect " + place.client().id(), change -> disconnect(change, place));
    }

    /** Plans to disconnect. */
    boolean disconnect(Change change, ClientPlace place) {
        Optional<byte[]> now = change.read(place.file());
        if (now.isEmpty()) {
            return false;
        }
        ClientSettings settings =
                new ClientSettings(place.client(), place.file().toString());
        String text = text(place.file(), now);
        if (!settings.servers(text).containsKey(place.client().key())) {
            return false;
        }
        Backup backup = backup(place);
        if (isWhatWeWrote(change, backup, now)) {
            put(change, place.file(), change.read(backup.before));
        } else {
            change.write(place.file(), settings.without(text));
        }
        change.delete(backup.before);
        change.delete(backup.after);
        return true;
    }

    private static boolean isWhatWeWrote(Change change, Backup backup, Optional<byte[]> now) {
        Optional<byte[]> after = change.read(backup.after);
        return after.isPresent() && now.isPresent() && Arrays.equals(after.get(), now.get());
    }

    private static void put(Change change, Path file, Optional<byte[]> content) {
        content.ifPresentOrElse(bytes -> change.write(file, bytes), () -> change.delete(file));
    }

    /** As it is, byte-order mark included. */
    static String text(Path file, Optional<byte[]> content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content.orElse(new byte[0])))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": not UTF-8", e);
        }
    }
}
