package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A package of a server document.
 *
 * @param node what the document says of it
 * @param kind its registry's kind: {@code oci}, {@code npm}, {@code pypi}, or one that the gateway does not know
 * @param identifier its name there
 * @param version its version; may be empty
 * @param base the registry's URL; empty for the public one
 */
record PackageChoice(JsonNode node, String kind, String identifier, String version, String base) {
    private static final Map<String, Pattern> PUBLIC = Map.of(
            "npm", Pattern.compile("https?://registry\\.npmjs\\.org/*"),
            "pypi", Pattern.compile("https?://pypi\\.org(/simple)?/*"),
            "oci", Pattern.compile("https?://((index|registry-1)\\.)?docker\\.io(/v2)?/*"));

    /** What the registries allow, and nothing that a program could take for a flag. */
    private static final Map<String, Pattern> IDENTIFIER = Map.of(
            "npm", Pattern.compile("(@[A-Za-z0-9~][A-Za-z0-9._~-]*/)?[A-Za-z0-9~_][A-Za-z0-9._~-]*"),
            "pypi", Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?"),
            "oci",
                    Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(:\\d{1,5})?(/[A-Za-z0-9._-]+)*"
                            + "(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[0-9a-f]+)?"));

    private static final int MAX_IDENTIFIER = 255;
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+!-]{0,254}");
    private static final Pattern IMAGE_VERSION = Pattern.compile("sha256:[0-9a-f]+|[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern BASE = Pattern.compile("https?://[A-Za-z0-9][^\\s|{}$\"'<>\\\\^`]*");

    private static final Map<String, String> UNKNOWN = Map.of(
            "nuget", "NuGet, whose programs need .NET",
            "mcpb", "MCPB, bundles that a desktop application installs",
            "cargo", "Cargo, whose programs are built from source",
            "go", "Go, whose programs are built from source");

    static PackageChoice of(JsonNode node) {
        String kind = node.path("registryType").asText("");
        String base = node.path("registryBaseUrl").asText("");
        Pattern usual = PUBLIC.get(kind);
        boolean isPublic =
                base.isEmpty() || (usual != null && usual.matcher(base).matches());
        return new PackageChoice(
                node,
                kind,
                node.path("identifier").asText(""),
                node.path("version").asText(""),
                isPublic ? "" : base.replaceFirst("/+$", ""));
    }

    /** Why it cannot be run; empty if it can. */
    String obstacle() {
        String what = identifier.isEmpty() ? "a package" : "'" + Notes.shown(identifier) + "'";
        if (!IDENTIFIER.containsKey(kind)) {
            return what + " is a package of "
                    + UNKNOWN.getOrDefault(kind, kind.isEmpty() ? "no registry" : "'" + Notes.shown(kind) + "'")
                    + ", which the gateway does not run";
        }
        String transport = node.at("/transport/type").asText("stdio");
        if (!transport.equals("stdio")) {
            return what + " speaks over " + Notes.shown(transport) + ", and packages are run over stdio";
        }
        // The length first: a pattern with groups that repeat takes stack for each of them.
        if (identifier.length() > MAX_IDENTIFIER
                || !IDENTIFIER.get(kind).matcher(identifier).matches()) {
            return what + " is no name of a package of kind " + kind;
        }
        Pattern versions = kind.equals("oci") ? IMAGE_VERSION : VERSION;
        if (!version.isEmpty() && !versions.matcher(version).matches()) {
            return what + " has no usable version";
        }
        return base.isEmpty() || BASE.matcher(base).matches() ? "" : what + " names a registry that is no URL";
    }

    /** The reference of an image: a version is a tag or a digest, and the identifier may have one already. */
    String image() {
        String host = base.isEmpty() || hasHost() ? "" : base.replaceFirst("^https?://", "") + "/";
        boolean complete = identifier.contains("@")
                || identifier.substring(identifier.lastIndexOf('/') + 1).contains(":");
        if (complete || version.isEmpty()) {
            return host + identifier;
        }
        return host + identifier + (version.startsWith("sha256:") ? "@" : ":") + version;
    }

    private boolean hasHost() {
        int slash = identifier.indexOf('/');
        String first = slash < 0 ? "" : identifier.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost");
    }
}
