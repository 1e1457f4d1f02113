package io.mcpgateway.cli.query;

import java.util.stream.Stream;

/** A part of an expression: from one value to any number of them. */
@FunctionalInterface
interface Step {
    Stream<Match> apply(Match input);
}
