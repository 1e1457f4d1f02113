package io.mcpgateway.jvm;

import io.mcpgateway.model.JsonText;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The arguments of one call, read by name and type. An argument that is missing or of another type is a
 * {@link ToolException} that names it, which the model sees. JSON {@code null} counts as missing. Thread-safe.
 */
public interface ToolArguments {
    /** Whether the argument is there and not {@code null}. */
    boolean has(String name);

    /** A text. */
    String string(String name);

    /** A text that may be missing. */
    Optional<String> optionalString(String name);

    /** A whole number; {@code 3.0} counts as one. */
    long integer(String name);

    /** A whole number that may be missing. */
    OptionalLong optionalInteger(String name);

    /** A number. */
    double number(String name);

    /** A number that may be missing. */
    OptionalDouble optionalNumber(String name);

    /** A truth value. */
    boolean bool(String name);

    /** A truth value that may be missing. */
    Optional<Boolean> optionalBool(String name);

    /** A list of texts; empty if it is missing. */
    List<String> strings(String name);

    /** A list of objects; empty if it is missing. */
    List<ToolArguments> objects(String name);

    /** All arguments, a JSON object, for a library of your own choice. */
    JsonText json();
}
