package io.mcpgateway.model;

import java.util.Locale;
import java.util.Optional;

/** A registry of packages that the gateway runs. */
public enum PackageRegistry {
    /** Packages for Node. */
    NPM,
    /** Packages for Python. */
    PYPI;

    /** The spelling used in catalogs and flags. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the spelling used in catalogs and flags; empty if it is none of them. */
    public static Optional<PackageRegistry> parse(String text) {
        for (PackageRegistry registry : values()) {
            if (registry.text().equals(text)) {
                return Optional.of(registry);
            }
        }
        return Optional.empty();
    }
}
