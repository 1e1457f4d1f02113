package io.mcpgateway.signatures;

import java.util.Optional;

/**
 * What a registry has as a signature of an image; nothing of it is believed yet. Its arrays are not changed by anybody.
 *
 * @param where what it is called in messages
 * @param signed the bytes that were signed
 * @param signature the signature over them
 * @param digest the digest that the signed bytes speak of; empty if they are no signature of an image
 */
record Claim(String where, byte[] signed, byte[] signature, Optional<String> digest) {
    /**
     * Why it is of no use for a digest; empty if this authority vouches for it.
     *
     * @param expected the digest of the image
     */
    Optional<String> objection(Authority authority, String expected) {
        // A sealed type: the compiler does not know that on this language level.
        if (!(authority instanceof TrustedKey key) || !key.signed(signed, signature)) {
            return Optional.of(where + " is not made by " + authority);
        }
        if (digest.isEmpty()) {
            return Optional.of(where + " is made by " + authority + ", and is no signature of an image");
        }
        return digest.get().equals(expected)
                ? Optional.empty()
                : Optional.of(where + " is made by " + authority + " for another image, " + digest.get());
    }
}
