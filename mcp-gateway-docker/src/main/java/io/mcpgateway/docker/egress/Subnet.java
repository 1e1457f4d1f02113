package io.mcpgateway.docker.egress;

import java.util.Random;

/**
 * A network of eight addresses for one workload and its proxy, out of a block that nobody routes (RFC 2544), so that
 * neither the engine's own pools are used up, which hold some thirty networks, nor anything real is hidden.
 *
 * @param index which of them, 0 to {@value #COUNT} - 1
 */
public record Subnet(int index) {
    /** How many there are. */
    public static final int COUNT = 1 << 13;

    private static final int SIZE = 8;

    /** Checks the index. */
    public Subnet {
        if (index < 0 || index >= COUNT) {
            throw new IllegalArgumentException("There is no subnet " + index);
        }
    }

    /** Any of them. */
    public static Subnet any(Random random) {
        return new Subnet(random.nextInt(COUNT));
    }

    /** All of it, as engines want to be told. */
    public String cidr() {
        return address(0) + "/29";
    }

    /** The proxy's address; the first one would be the host's, if it had one. */
    public String proxy() {
        return address(2);
    }

    /** The workload's address. */
    public String workload() {
        return address(3);
    }

    private String address(int host) {
        int number = index * SIZE + host;
        return "198.19." + (number >> 8) + "." + (number & 0xff);
    }
}
