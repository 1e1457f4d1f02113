package io.mcpgateway.launch;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.SecretEntry;
import io.mcpgateway.spi.SecretStore;
import java.util.Optional;
import java.util.regex.Pattern;

/** Fetches the secrets that an entry declares, and no other. */
final class SecretLookup {
    static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final SecretStore store;

    SecretLookup(SecretStore store) {
        this.store = store;
    }

    Variables of(ServerEntry entry, Findings findings) {
        Variables variables = new Variables();
        for (SecretEntry declared : entry.secrets()) {
            if (!VARIABLE.matcher(declared.env()).matches()) {
                findings.problem("secret '" + declared.name() + "' goes to '" + declared.env()
                        + "', which is no name of a variable; correct the catalog");
                continue;
            }
            find(declared, findings).ifPresent(secret -> variables.put(declared.env(), secret));
        }
        return variables;
    }

    private Optional<Secret> find(SecretEntry declared, Findings findings) {
        try {
            SecretName name = new SecretName(declared.name());
            Optional<Secret> secret =
                    store.find(name).filter(value -> !value.reveal().isEmpty());
            if (secret.isEmpty() && declared.required()) {
                findings.problem("secret '" + name + "' is in no store (" + store.describe() + "); add a line " + name
                        + "=VALUE to a .env file and name that file with --secrets");
            }
            if (secret.isPresent() && secret.get().reveal().indexOf('\0') >= 0) {
                findings.problem("secret '" + name + "' holds a NUL character, which no variable can");
                return Optional.empty();
            }
            return secret;
        } catch (SecretStore.DeniedException e) {
            findings.problem("secret '" + declared.name() + "' is refused by its store: " + e.getMessage());
        } catch (SecretStore.UnavailableException e) {
            findings.problem("secret '" + declared.name() + "' cannot be read: " + e.getMessage());
        } catch (ConfigException e) {
            findings.problem(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }
}
