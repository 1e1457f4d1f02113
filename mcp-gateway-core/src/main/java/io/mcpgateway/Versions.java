package io.mcpgateway;

/** The version of this build. */
final class Versions {
    private Versions() {}

    /** From the jar's manifest; {@code dev} when run from classes. */
    static String own() {
        String version = Versions.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
