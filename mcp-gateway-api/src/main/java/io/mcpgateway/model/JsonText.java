package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * One JSON value as UTF-8 text, unparsed. The gateway relays text, so number spelling, key order and unknown members
 * survive; whoever needs a tree parses it with a library of their own choice.
 *
 * <p>Immutable by contract: the backing array is shared, not copied, and must not be changed after construction. Two
 * texts are equal when their bytes are. This type does not check that the bytes are valid JSON; the gateway checks every
 * message that comes from outside before it makes one of these.
 */
public final class JsonText {
    private static final JsonText EMPTY_OBJECT = of("{}");

    private final byte[] array;
    private final int offset;
    private final int length;

    private JsonText(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** Wraps JSON text. */
    public static JsonText of(String json) {
        byte[] bytes = requireNonNull(json, "json").getBytes(StandardCharsets.UTF_8);
        return new JsonText(bytes, 0, bytes.length);
    }

    /** Wraps UTF-8 bytes without copying them; the caller must not change the array afterwards. */
    public static JsonText of(byte[] utf8) {
        return new JsonText(requireNonNull(utf8, "utf8"), 0, utf8.length);
    }

    /**
     * Wraps a region of an array without copying it; the caller must not change the array afterwards.
     *
     * @throws IndexOutOfBoundsException if the region is not inside the array
     */
    public static JsonText of(byte[] utf8, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, requireNonNull(utf8, "utf8").length);
        return new JsonText(utf8, offset, length);
    }

    /** The text {@code {}}. */
    public static JsonText emptyObject() {
        return EMPTY_OBJECT;
    }

    /** Length in bytes. */
    public int length() {
        return length;
    }

    /** The shared backing array, of which this text is the region {@link #offset()}, {@link #length()}; read only. */
    public byte[] array() {
        return array;
    }

    /** Where this text starts in {@link #array()}. */
    public int offset() {
        return offset;
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Writes the bytes, without a copy. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(array, offset, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonText that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The JSON text itself. */
    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }
}
