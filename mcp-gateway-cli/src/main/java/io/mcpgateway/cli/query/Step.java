package io.mcpgateway.cli.query;

import java.util.List;

/** A part of an expression: makes any number of values of one. */
@FunctionalInterface
interface Step {
    List<Found> from(Found input);

    /** This, and then the other for each of its values. */
    default Step then(Step other) {
        return input -> from(input).stream()
                .flatMap(found -> other.from(found).stream())
                .toList();
    }
}
