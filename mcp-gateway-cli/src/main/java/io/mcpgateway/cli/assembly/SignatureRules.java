package io.mcpgateway.cli.assembly;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.oci.RegistryClients;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlNode.Mapping;
import io.mcpgateway.files.YamlNode.Scalar;
import io.mcpgateway.files.YamlNode.Sequence;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.oci.TransferProgress;
import io.mcpgateway.signatures.Authority;
import io.mcpgateway.signatures.SignedImages;
import io.mcpgateway.signatures.TrustRule;
import io.mcpgateway.signatures.TrustedIdentity;
import io.mcpgateway.signatures.TrustedKey;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ImageVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may sign which images: Docker's own, what {@code signatures.yaml} in the home says, and flags. The file is about trust,
 * so what is not understood in it is an error and never passed over. Confined to one thread.
 */
final class SignatureRules {
    private static final int LARGEST = 1 << 20;
    private static final int LARGEST_KEY = 16 << 10;
    private static final int LARGEST_ROOT = 4 << 20;

    private final Map<String, TrustRule> rules = new LinkedHashMap<>();

    private SignatureRules() {}

    /**
     * What decides by these rules.
     *
     * @param exempt registries that may be spoken to without TLS, beside this machine's
     * @throws ConfigException if something is wrong or cannot be read
     */
    static ImageVerifier verifier(Session session, SignatureFlags flags, Set<String> exempt, EventSink events) {
        return SignedImages.create(
                read(session.home(), flags.keys()),
                RegistryClients.of(session, exempt, TransferProgress.none()),
                session.home(),
                events);
    }

    /**
     * The rules. One for the same images replaces an earlier one: flags win over the file, the file over Docker's.
     *
     * @param keys files of keys from flags, relative to the working directory
     * @throws ConfigException if something is wrong or cannot be read
     */
    static List<TrustRule> read(Path home, Map<String, List<String>> keys) {
        SignatureRules read = new SignatureRules();
        read.add(TrustRule.docker());
        Path file = home.resolve(SignatureFlags.FILE);
        SafeFiles.read(file, LARGEST)
                .flatMap(bytes -> YamlReader.read(file.toString(), bytes))
                .ifPresent(node -> read.file(file, node));
        keys.forEach((images, files) -> read.add(new TrustRule(
                images,
                Optional.empty(),
                files.stream().map(name -> key("--verify-key", Path.of(name))).toList())));
        return List.copyOf(read.rules.values());
    }

    private void add(TrustRule rule) {
        rules.put(rule.images(), rule);
    }

    private void file(Path file, YamlNode root) {
        Mapping document = mapping(root, Set.of("rules", "trustedRoot"));
        List<String> seen = new ArrayList<>();
        for (YamlNode node : items(document, "rules")) {
            Mapping rule = mapping(node, Set.of("images", "keys", "identities", "signatures"));
            String images = text(rule, "images")
                    .orElseThrow(() -> rule.place().error("a rule needs 'images', such as ghcr.io/acme/ or *"));
            List<Authority> authorities = new ArrayList<>();
            for (YamlNode name : items(rule, "keys")) {
                Path key = file.resolveSibling(scalar(name));
                authorities.add(key(name.place().where(), key));
            }
            for (YamlNode who : items(rule, "identities")) {
                authorities.add(identity(file, document, who));
            }
            TrustRule trust;
            try {
                trust = new TrustRule(images, text(rule, "signatures"), authorities);
            } catch (ConfigException e) {
                throw rule.place().error(String.valueOf(e.getMessage()));
            }
            if (seen.contains(trust.images())) {
                throw rule.place().error("there is a rule for images of '" + trust.images() + "' already");
            }
            seen.add(trust.images());
            add(trust);
        }
    }

    private static TrustedIdentity identity(Path file, Mapping document, YamlNode node) {
        Mapping who = mapping(node, Set.of("issuer", "subject"));
        String issuer = text(who, "issuer").orElseThrow(() -> who.place().error("an identity needs an 'issuer'"));
        String subject = text(who, "subject").orElseThrow(() -> who.place().error("an identity needs a 'subject'"));
        Path root = text(document, "trustedRoot")
                .map(file::resolveSibling)
                .orElseThrow(() -> who.place()
                        .error("identities need a 'trustedRoot' beside 'rules', the path of a trusted_root.json"));
        byte[] content = SafeFiles.read(root, LARGEST_ROOT)
                .orElseThrow(() -> document.place().error("there is no root of trust " + root));
        try {
            return TrustedIdentity.of(issuer, subject, content);
        } catch (ConfigException e) {
            throw who.place().error(String.valueOf(e.getMessage()));
        }
    }

    private static TrustedKey key(String where, Path file) {
        byte[] pem = SafeFiles.read(file, LARGEST_KEY)
                .orElseThrow(() -> new ConfigException(where + ": there is no key " + file));
        try {
            return TrustedKey.parse(file.toString(), new String(pem, StandardCharsets.ISO_8859_1));
        } catch (ConfigException e) {
            throw new ConfigException(where + ": " + e.getMessage(), e);
        }
    }

    private static Mapping mapping(YamlNode node, Set<String> known) {
        if (!(node instanceof Mapping mapping)) {
            throw node.place().error("a map is expected, and not " + node.kind());
        }
        mapping.members().forEach((name, member) -> {
            if (!known.contains(name)) {
                throw member.key()
                        .place()
                        .error("'" + name + "' is not known here; known: " + String.join(", ", new TreeSet<>(known)));
            }
        });
        return mapping;
    }

    private static List<YamlNode> items(Mapping mapping, String name) {
        Optional<YamlNode> value = mapping.get(name);
        if (value.isPresent() && !(value.get() instanceof Sequence)) {
            throw value.get()
                    .place()
                    .error("'" + name + "' must be a list, and not "
                            + value.get().kind());
        }
        return value.map(list -> ((Sequence) list).items()).orElse(List.of());
    }

    private static Optional<String> text(Mapping mapping, String name) {
        return mapping.get(name).map(SignatureRules::scalar);
    }

    private static String scalar(YamlNode node) {
        if (!(node instanceof Scalar scalar) || scalar.type() != Scalar.Type.TEXT) {
            throw node.place().error("a text is expected, and not " + node.kind());
        }
        return scalar.text();
    }
}
