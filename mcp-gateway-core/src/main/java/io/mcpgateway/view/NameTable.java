package io.mcpgateway.view;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which exposed name was given to which capability, so that a name once shown in this process stays: a server
 * that arrives late takes the prefix, even if it comes earlier in order. Not thread-safe; {@link Views} guards it.
 */
final class NameTable {
    private static final int LONGEST = 64;
    private static final int HASH = 8;
    private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_.-]");

    private final Map<String, Owner> owners = new HashMap<>();
    private final Map<Owner, String> names = new HashMap<>();

    /** Whose name it is. Equality is written out: what a record would bring is spun anew at each start. */
    record Owner(String kind, String server, String original) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Owner that
                    && kind.equals(that.kind)
                    && server.equals(that.server)
                    && original.equals(that.original);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * kind.hashCode() + server.hashCode()) + original.hashCode();
        }
    }

    /** The name that this capability had before, or null. */
    @Nullable
    String nameOf(Owner owner) {
        return names.get(owner);
    }

    /** Whether the name was shown for another capability. */
    boolean belongsToAnother(String name, Owner owner) {
        Owner current = owners.get(owner.kind() + ' ' + name);
        return current != null && !current.equals(owner);
    }

    /** A client has seen this name. */
    void shown(String name, Owner owner) {
        if (owners.putIfAbsent(owner.kind() + ' ' + name, owner) == null) {
            names.put(owner, name);
        }
    }

    /** Frees the names of servers that are not enabled any more. */
    void keepOnly(java.util.Set<String> servers) {
        owners.values().removeIf(owner -> !servers.contains(owner.server()));
        names.keySet().removeIf(owner -> !servers.contains(owner.server()));
    }

    /** A name of at most 64 characters out of {@code [A-Za-z0-9_.-]}. */
    static String exposable(String name) {
        String clean = FOREIGN.matcher(name).replaceAll("_");
        if (clean.length() <= LONGEST) {
            return clean;
        }
        return shortened(clean, name);
    }

    /** The name, cut if need be, with a hash of {@code full} at its end. */
    static String shortened(String name, String full) {
        return name.substring(0, Math.min(name.length(), LONGEST - HASH - 1)) + "_" + hash(full);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
