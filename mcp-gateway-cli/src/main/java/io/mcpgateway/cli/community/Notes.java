package io.mcpgateway.cli.community;

import io.mcpgateway.cli.console.Table;

/** Foreign words in messages. Stateless. */
final class Notes {
    private static final int MAX = 80;

    private Notes() {}

    /** On one line, without control characters, and short. */
    static String shown(String text) {
        String plain = Table.plain(text);
        return plain.length() > MAX ? plain.substring(0, MAX) + "…" : plain;
    }
}
