package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * The name of a user's secret as catalogs declare it, such as {@code github.personal_access_token}.
 *
 * @param value components of {@code [A-Za-z0-9._:-]+} joined by {@code /}
 */
public record SecretName(String value) implements StoredName {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:-]+(/[A-Za-z0-9._:-]+)*");

    /**
     * Checks the form.
     *
     * @throws ConfigException if the name has another form
     */
    public SecretName {
        requireNonNull(value, "value");
        if (!VALID.matcher(value).matches()) {
            throw new ConfigException(
                    "Invalid secret name '" + value + "': use letters, digits, '.', '_', ':', '-', joined by '/'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
