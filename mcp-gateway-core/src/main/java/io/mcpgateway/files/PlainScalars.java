package io.mcpgateway.files;

import io.mcpgateway.files.YamlNode.Scalar;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/** Resolves unquoted scalars by the core schema of YAML 1.2, as far as JSON can hold them. */
final class PlainScalars {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> BOOLEANS = Set.of("true", "True", "TRUE", "false", "False", "FALSE");
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern PLUS_NUMBER = Pattern.compile("\\+(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,256}");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]{1,256}");
    private static final int LONGEST_NUMBER = 400;

    private PlainScalars() {}

    static Scalar resolve(Place place, String text) {
        if (NULLS.contains(text)) {
            return new Scalar(place, Scalar.Type.NULL, "");
        }
        if (BOOLEANS.contains(text)) {
            return new Scalar(place, Scalar.Type.BOOLEAN, text);
        }
        if (text.length() > LONGEST_NUMBER) {
            return new Scalar(place, Scalar.Type.TEXT, text);
        }
        if (JSON_NUMBER.matcher(text).matches()) {
            return new Scalar(place, Scalar.Type.NUMBER, text);
        }
        if (PLUS_NUMBER.matcher(text).matches()) {
            return new Scalar(place, Scalar.Type.NUMBER, text.substring(1));
        }
        if (HEX.matcher(text).matches()) {
            return new Scalar(place, Scalar.Type.NUMBER, new BigInteger(text.substring(2), 16).toString());
        }
        if (OCTAL.matcher(text).matches()) {
            return new Scalar(place, Scalar.Type.NUMBER, new BigInteger(text.substring(2), 8).toString());
        }
        // Everything else stays text: 0042 keeps its zeros, .inf has no JSON, a date is no number.
        return new Scalar(place, Scalar.Type.TEXT, text);
    }
}
