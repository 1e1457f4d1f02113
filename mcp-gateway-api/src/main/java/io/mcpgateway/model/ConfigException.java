package io.mcpgateway.model;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One or more things are wrong with files, flags or settings; all that could be found are told together. */
public class ConfigException extends GatewayException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** One problem. */
    public ConfigException(String message) {
        this(message, null);
    }

    /** One problem with its cause, or {@code null} if there is none. */
    public ConfigException(String message, @Nullable Throwable cause) {
        super(ErrorCode.CONFIGURATION, message, cause);
    }

    /** Several problems, one line each. */
    public static ConfigException of(List<Problem> problems) {
        return new ConfigException(
                problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
    }
}
