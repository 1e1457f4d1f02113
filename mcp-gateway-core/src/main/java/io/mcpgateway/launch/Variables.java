package io.mcpgateway.launch;

import io.mcpgateway.model.Secret;
import io.mcpgateway.template.Dollars;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A server's environment variables while they are worked out: secrets first, then entries that may refer to earlier ones. */
final class Variables {
    private final Map<String, String> plain = new LinkedHashMap<>();
    private final Map<String, Secret> secret = new LinkedHashMap<>();

    void put(String name, Secret value) {
        plain.remove(name);
        secret.put(name, value);
    }

    void put(String name, Expanded value) {
        if (value.secrets().isEmpty()) {
            secret.remove(name);
            plain.put(name, value.text());
        } else {
            put(name, Secret.of(value.text()));
        }
    }

    /** Expands {@code $NAME}; what is not known is empty. */
    Expanded expand(String text) {
        Set<String> used = new TreeSet<>();
        String expanded = Dollars.expand(text, name -> {
            Secret value = secret.get(name);
            if (value == null) {
                return plain.getOrDefault(name, "");
            }
            used.add(name);
            return value.reveal();
        });
        return new Expanded(expanded, used);
    }

    Map<String, String> plain() {
        return Collections.unmodifiableMap(plain);
    }

    Map<String, Secret> secret() {
        return Collections.unmodifiableMap(secret);
    }

    /**
     * An expanded text, which is as secret as what it holds.
     *
     * @param text the text
     * @param secrets the variables with secrets that went into it
     */
    record Expanded(String text, Set<String> secrets) {
        /** Without the text, which may hold a secret. */
        @Override
        public String toString() {
            return "Expanded" + secrets;
        }
    }
}
