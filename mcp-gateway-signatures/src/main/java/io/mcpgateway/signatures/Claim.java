package io.mcpgateway.signatures;

import java.util.Optional;

/**
 * What a registry has as a signature of an image; nothing of it is believed yet. Its arrays are not changed by anybody.
 *
 * @param where what it is called in messages
 * @param signed the bytes that were signed
 * @param signature the signature over them
 * @param bundle the bundle that it is; none if it is in the older form
 * @param digest the digest that the signed bytes speak of; empty if they are no signature of an image
 */
record Claim(String where, byte[] signed, byte[] signature, byte[] bundle, Optional<String> digest) {
    /**
     * Why it is of no use for a digest; empty if this authority vouches for it.
     *
     * @param expected the digest of the image
     */
    Optional<String> objection(Authority authority, String expected) {
        Optional<String> stranger = stranger(authority, expected);
        if (stranger.isPresent()) {
            return stranger;
        }
        if (digest.isEmpty()) {
            return Optional.of(where + " is made by " + authority + ", and is no signature of an image");
        }
        return digest.get().equals(expected)
                ? Optional.empty()
                : Optional.of(where + " is made by " + authority + " for another image, " + digest.get());
    }

    private Optional<String> stranger(Authority authority, String expected) {
        if (authority instanceof TrustedKey key) {
            return key.signed(signed, signature)
                    ? Optional.empty()
                    : Optional.of(where + " is not made by " + authority);
        }
        // A sealed type, which an enumeration of its kinds on this language level does not know.
        return ((TrustedIdentity) authority)
                .objection(bundle, expected)
                .map(why -> where + " is not made by " + authority + ": " + why);
    }
}
