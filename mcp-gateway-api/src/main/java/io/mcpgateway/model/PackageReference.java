package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * One version of a package.
 *
 * @param registry whose package it is
 * @param name its name there
 * @param version exactly this one
 * @param executable which of its programs is the server; empty for the one that is called like the package, or the only one
 * @param integrity what its bytes must hash to, as the registry writes it; empty if that is not known
 */
public record PackageReference(
        PackageRegistry registry, String name, String version, String executable, String integrity) {
    private static final int LONGEST = 214;
    private static final Pattern NPM_NAME =
            Pattern.compile("(@[A-Za-z0-9~][A-Za-z0-9._~-]*/)?[A-Za-z0-9~_][A-Za-z0-9._~-]*");
    private static final Pattern NPM_VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+([-+][0-9A-Za-z.+-]{1,128})?");
    private static final Pattern PYPI_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
    private static final Pattern PYPI_VERSION = Pattern.compile("(\\d+!)?\\d+(\\.\\d+)*[0-9A-Za-z.+_-]{0,64}");
    private static final Pattern EXECUTABLE = Pattern.compile("([A-Za-z0-9_][A-Za-z0-9._-]*)?");
    private static final Pattern INTEGRITY = Pattern.compile("(sha(256|384|512)-[A-Za-z0-9+/=]{1,128})?");

    /**
     * Checks all parts.
     *
     * @throws ConfigException if one is not what the registry allows; the message says which
     */
    public PackageReference {
        requireNonNull(registry, "registry");
        boolean npm = registry == PackageRegistry.NPM;
        check(npm ? NPM_NAME : PYPI_NAME, name, "no name of a package of " + registry.text());
        check(
                npm ? NPM_VERSION : PYPI_VERSION,
                version,
                "no exact version of a package of " + registry.text() + ", such as 1.2.3");
        check(EXECUTABLE, executable, "no name of a program");
        check(INTEGRITY, integrity, "no integrity, such as sha512-…");
    }

    // The length first: a pattern with groups that repeat takes stack for each of them.
    private static void check(Pattern pattern, String text, String what) {
        if (text.length() > LONGEST || !pattern.matcher(text).matches()) {
            throw new ConfigException("'" + text.replaceAll("\\p{Cc}", "?") + "' is " + what);
        }
    }

    /** As the registry's own tools write it: {@code name@1.2.3} or {@code name==1.2.3}. */
    public String text() {
        return name + (registry == PackageRegistry.NPM ? "@" : "==") + version;
    }
}
