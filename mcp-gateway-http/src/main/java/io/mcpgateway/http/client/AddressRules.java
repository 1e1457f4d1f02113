package io.mcpgateway.http.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are public. Everything that is private, local, shared, reserved, for documentation or for groups is not;
 * in IPv6 nothing outside of {@code 2000::/3}, the only block that is given out. Addresses that carry an IPv4 address
 * inside are judged by it where it can be seen, and refused where a relay would unwrap it.
 */
final class AddressRules {
    private static final List<Range> REFUSED_4 = List.of(
            Range.parse(4, 8, 0),
            Range.parse(4, 8, 10),
            Range.parse(4, 10, 100, 64),
            Range.parse(4, 8, 127),
            Range.parse(4, 16, 169, 254),
            Range.parse(4, 12, 172, 16),
            Range.parse(4, 24, 192, 0, 0),
            Range.parse(4, 24, 192, 0, 2),
            Range.parse(4, 16, 192, 168),
            Range.parse(4, 15, 198, 18),
            Range.parse(4, 24, 198, 51, 100),
            Range.parse(4, 24, 203, 0, 113),
            Range.parse(4, 4, 224),
            Range.parse(4, 4, 240));

    private static final Range GIVEN_OUT_6 = Range.parse(16, 3, 0x20);

    private static final List<Range> REFUSED_6 = List.of(
            Range.parse(16, 32, 0x20, 0x01, 0x00, 0x00), // Teredo: the IPv4 address inside is obscured
            Range.parse(16, 32, 0x20, 0x01, 0x0d, 0xb8),
            Range.parse(16, 16, 0x20, 0x02), // 6to4: a relay unwraps the IPv4 address inside
            Range.parse(16, 20, 0x3f, 0xff));

    private static final Range MAPPED = Range.parse(16, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);

    private AddressRules() {}

    private record Range(byte[] prefix, int bits) {
        static Range parse(int length, int bits, int... leading) {
            byte[] prefix = new byte[length];
            for (int i = 0; i < leading.length; i++) {
                prefix[i] = (byte) leading[i];
            }
            return new Range(prefix, bits);
        }

        boolean holds(byte[] address) {
            int whole = bits / 8;
            if (!Arrays.equals(prefix, 0, whole, address, 0, whole)) {
                return false;
            }
            int rest = bits % 8;
            int mask = 0xff << (8 - rest);
            return rest == 0 || (prefix[whole] & mask) == (address[whole] & mask);
        }
    }

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return isPublic4(bytes);
        }
        if (MAPPED.holds(bytes)) {
            return isPublic4(Arrays.copyOfRange(bytes, 12, 16));
        }
        return GIVEN_OUT_6.holds(bytes) && REFUSED_6.stream().noneMatch(range -> range.holds(bytes));
    }

    private static boolean isPublic4(byte[] bytes) {
        return REFUSED_4.stream().noneMatch(range -> range.holds(bytes));
    }
}
