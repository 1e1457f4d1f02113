package io.mcpgateway.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells whether a URI can have come from a URI template (RFC 6570). Literal parts must appear in order; an expression
 * matches any text, without slashes unless its operator ({@code +}, {@code #}, {@code /}) or {@code *} allows them. Linear
 * back-tracking only over literals, so that a hostile template costs no more than its length times the URI's.
 */
final class UriPattern {
    private final Target owner;
    private final List<Part> parts;

    private record Part(String literal, boolean expression, boolean slashes) {}

    private UriPattern(Target owner, List<Part> parts) {
        this.owner = owner;
        this.parts = parts;
    }

    static UriPattern of(String template, Target owner) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            if (open < 0) {
                parts.add(new Part(template.substring(at), false, false));
                break;
            }
            if (open > at) {
                parts.add(new Part(template.substring(at, open), false, false));
            }
            int close = template.indexOf('}', open);
            String expression = template.substring(open + 1, close < 0 ? template.length() : close);
            boolean slashes =
                    expression.endsWith("*") || (!expression.isEmpty() && "+#/".indexOf(expression.charAt(0)) >= 0);
            parts.add(new Part("", true, slashes));
            at = close < 0 ? template.length() : close + 1;
        }
        return new UriPattern(owner, parts);
    }

    Target owner() {
        return owner;
    }

    boolean matches(String uri) {
        // reach[j]: the parts so far can have produced the first j characters.
        boolean[] reach = new boolean[uri.length() + 1];
        reach[0] = true;
        for (Part part : parts) {
            if (!(part.expression ? throughExpression(part, uri, reach) : throughLiteral(part, uri, reach))) {
                return false;
            }
        }
        return reach[uri.length()];
    }

    /** Both change {@code reach} in place, and return whether anything is reached. */
    private static boolean throughExpression(Part part, String uri, boolean[] reach) {
        boolean any = false;
        boolean reachable = false;
        for (int j = 0; j < reach.length; j++) {
            reachable |= reach[j];
            any |= reachable;
            reach[j] = reachable;
            if (j < uri.length() && uri.charAt(j) == '/' && !part.slashes) {
                reachable = false;
            }
        }
        return any;
    }

    private static boolean throughLiteral(Part part, String uri, boolean[] reach) {
        boolean any = false;
        int length = part.literal.length();
        for (int j = reach.length - 1; j >= 0; j--) {
            boolean from = j >= length && reach[j - length];
            reach[j] = from && uri.startsWith(part.literal, j - length);
            any |= reach[j];
        }
        return any;
    }
}
