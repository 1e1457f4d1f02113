package io.mcpgateway.model;

import java.util.Locale;
import java.util.Optional;

/** How a server is run or reached. */
public enum ServerType {
    /** A container image. */
    SERVER,
    /** A remote server, reached over HTTP. */
    REMOTE,
    /** A group of tools, each of which is a container per call. */
    POCI,
    /** A child process; honoured only from local files that the user owns and after the user allowed it by name. */
    PROCESS,
    /** A package of npm or PyPI; runs in a container, or else in a sandbox. */
    PACKAGE,
    /** A server inside this JVM, found through {@link java.util.ServiceLoader} by provider name. */
    JVM;

    /** The spelling used in catalogs. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the spelling used in catalogs; empty if it is none of them. */
    public static Optional<ServerType> parse(String text) {
        for (ServerType type : values()) {
            if (type.text().equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
