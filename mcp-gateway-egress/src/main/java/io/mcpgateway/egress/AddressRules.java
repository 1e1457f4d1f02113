package io.mcpgateway.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which addresses are not public: private, local, shared, reserved, for documentation, for groups, and those of cloud
 * metadata that would otherwise be. In IPv6 nothing outside of {@code 2000::/3} is, but for the prefix by which IPv4 is
 * reached over IPv6. Stateless.
 */
final class AddressRules {
    private static final int[][] REFUSED_4 = {
        // bits, then the beginning of the prefix
        {8, 0},
        {8, 10},
        {10, 100, 64},
        {8, 127},
        {16, 169, 254},
        {12, 172, 16},
        {24, 192, 0, 0},
        {24, 192, 0, 2},
        {24, 192, 88, 99},
        {16, 192, 168},
        {15, 198, 18},
        {24, 198, 51, 100},
        {24, 203, 0, 113},
        {4, 224},
        {4, 240},
        {32, 168, 63, 129, 16} // Azure's virtual public address of the host
    };

    private static final int[] GIVEN_OUT_6 = {3, 0x20};
    private static final int[] TRANSLATED = {96, 0, 0x64, 0xff, 0x9b}; // RFC 6052: an IPv4 address inside
    private static final int[] MAPPED = {96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

    private static final int[][] REFUSED_6 = {
        {23, 0x20, 0x01, 0x00}, // protocol assignments, among them Teredo, which obscures an IPv4 address
        {32, 0x20, 0x01, 0x0d, 0xb8},
        {16, 0x20, 0x02}, // 6to4: a relay unwraps the IPv4 address inside
        {20, 0x3f, 0xff}
    };

    private AddressRules() {}

    /**
     * Why an address is not reached; empty if it is.
     *
     * @param named whether the rules name the address itself, which lifts what can be lifted
     */
    static Optional<String> refusal(InetAddress address, boolean named) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return Optional.of("is a loopback or multicast one");
        }
        try {
            if (NetworkInterface.getByInetAddress(address) != null) {
                return Optional.of("is one of the proxy's own machine");
            }
        } catch (SocketException e) {
            return Optional.of("may be one of the proxy's own machine: " + e.getMessage());
        }
        return named || isPublic(address)
                ? Optional.empty()
                : Optional.of("is private or reserved, and allowHosts does not name it itself");
    }

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return isPublic4(bytes);
        }
        if (holds(MAPPED, bytes) || holds(TRANSLATED, bytes)) {
            return isPublic4(Arrays.copyOfRange(bytes, 12, 16));
        }
        return holds(GIVEN_OUT_6, bytes) && !anyHolds(REFUSED_6, bytes);
    }

    private static boolean isPublic4(byte[] bytes) {
        return !anyHolds(REFUSED_4, bytes);
    }

    private static boolean anyHolds(int[][] ranges, byte[] address) {
        for (int[] range : ranges) {
            if (holds(range, address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(int[] range, byte[] address) {
        int bits = range[0];
        for (int i = 0; i * 8 < bits; i++) {
            int expected = i + 1 < range.length ? range[i + 1] : 0;
            int left = Math.min(8, bits - (i * 8));
            int mask = (0xff << (8 - left)) & 0xff;
            if ((address[i] & mask) != (expected & mask)) {
                return false;
            }
        }
        return true;
    }
}
