package io.mcpgateway.relay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals what the gateway lets a client carry for it: encrypted, authenticated, and bound to the request that it belongs to
 * (AES-256-GCM; the binding is the associated data). The key lives as long as the process. Thread-safe.
 */
final class Seal {
    private static final String PREFIX = "g1.";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    Seal() {
        // A key generator would do the same, and load every security provider of the platform at each start.
        byte[] bits = new byte[KEY_BYTES];
        random.nextBytes(bits);
        this.key = new SecretKeySpec(bits, "AES");
    }

    String seal(String content, String binding) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, nonce, binding).doFinal(content.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing cannot fail", e);
        }
    }

    /** What was sealed; null if it was not sealed here, was altered, or belongs to something else. */
    @Nullable
    String open(String sealed, String binding) {
        if (!sealed.startsWith(PREFIX)) {
            return null;
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(sealed.substring(PREFIX.length()));
            if (all.length <= NONCE_BYTES) {
                return null;
            }
            byte[] nonce = new byte[NONCE_BYTES];
            System.arraycopy(all, 0, nonce, 0, NONCE_BYTES);
            byte[] content =
                    cipher(Cipher.DECRYPT_MODE, nonce, binding).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return new String(content, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException | AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String binding) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(binding.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
