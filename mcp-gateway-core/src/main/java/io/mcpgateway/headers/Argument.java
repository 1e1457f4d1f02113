package io.mcpgateway.headers;

import io.mcpgateway.json.Scalars;
import io.mcpgateway.model.JsonText;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of an argument as a header shows it.
 *
 * @param text its text; null if it has none: it is absent, null, no primitive, or not exact in JavaScript
 * @param number the value if it is a number
 */
record Argument(@Nullable String text, @Nullable BigDecimal number) {
    static final Argument NONE = new Argument(null, null);

    private static final BigDecimal SAFE = BigDecimal.valueOf((1L << 53) - 1);
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");
    /** Longer numbers are not worth the time that it takes to read them. */
    private static final int LONGEST = 80;

    static Argument of(JsonText value) {
        return switch (value.array()[value.offset()]) {
            case '"' -> new Argument(Scalars.string(value), null);
            case 't' -> new Argument("true", null);
            case 'f' -> new Argument("false", null);
            case 'n', '{', '[' -> NONE;
            default -> number(value);
        };
    }

    private static Argument number(JsonText value) {
        if (value.length() > LONGEST) {
            return NONE;
        }
        String spelled = value.toString();
        BigDecimal number;
        try {
            number = new BigDecimal(spelled);
        } catch (NumberFormatException e) {
            return NONE; // the exponent is beyond all reason
        }
        if (number.signum() == 0) {
            return new Argument("0", BigDecimal.ZERO);
        }
        // The magnitude first: an exponent can make a few characters stand for a billion digits.
        if ((long) number.precision() - number.scale() > SAFE.precision()
                || number.abs().compareTo(SAFE) > 0) {
            return new Argument(null, number);
        }
        BigDecimal bare = number.stripTrailingZeros();
        return new Argument(bare.scale() <= 0 ? bare.toPlainString() : spelled, number);
    }

    /** Whether a header that stands for this text says the same; numbers are compared as numbers. */
    boolean matches(String decoded) {
        if (number != null && DECIMAL.matcher(decoded).matches()) {
            return new BigDecimal(decoded).compareTo(number) == 0;
        }
        return decoded.equals(text);
    }
}
