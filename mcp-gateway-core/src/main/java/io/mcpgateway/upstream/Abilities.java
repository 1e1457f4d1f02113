package io.mcpgateway.upstream;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * What a client has declared that it can be asked (revisions 2025-11-25 and 2026-07-28, client/elicitation, client/sampling
 * and client/roots). Immutable.
 */
public final class Abilities {
    private static final Members.Index CAPABILITIES = Members.Index.of(0, "roots", "sampling", "elicitation", "tasks");
    private static final Members.Index SAMPLING = Members.Index.of(0, "tools");
    private static final Members.Index ELICITATION = Members.Index.of(0, "form", "url");
    private static final Members.Index ASKED = Members.Index.of(0, "mode", "tools");

    private final Members declared;
    private final boolean sampledTools;
    private final boolean forms;
    private final boolean pages;

    /** Why a client cannot be asked something, as the specification words it. */
    public record Refusal(int code, String why) {}

    private Abilities(Members declared) throws MalformedMessageException {
        this.declared = declared;
        this.sampledTools = part(1, SAMPLING).has(0);
        Members modes = part(2, ELICITATION);
        this.pages = modes.has(1);
        this.forms = modes.has(0) || !pages; // "an empty capabilities object is equivalent to form mode only"
    }

    private Members part(int index, Members.Index parts) throws MalformedMessageException {
        JsonText value = declared.get(index);
        return Members.of(
                value == null || value.array()[value.offset()] != '{' ? JsonText.emptyObject() : value, parts);
    }

    /** What the profile declares. */
    public static Abilities of(CapabilityProfile profile) {
        try {
            return new Abilities(Members.of(JsonText.of(profile.canonical()), CAPABILITIES));
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException("A profile is a JSON object: " + profile, e);
        }
    }

    /**
     * Why the client cannot be asked this; null if it can. What is no method of the specification's is an extension's: the
     * client that declared it knows.
     */
    public @Nullable Refusal refusal(String method, @Nullable JsonText params) {
        boolean known = switch (method.substring(0, Math.max(0, method.indexOf('/')))) {
            case "roots" -> declared.has(0);
            case "sampling" -> declared.has(1);
            case "elicitation" -> declared.has(2);
            case "tasks" -> declared.has(3);
            default -> declared.text().length() > 2;
        };
        if (!known) {
            return new Refusal(Question.METHOD_NOT_FOUND, "Method not found: the client declared no such capability");
        }
        try {
            return params == null ? null : refusalOf(method, Members.of(params, ASKED));
        } catch (MalformedMessageException e) {
            return new Refusal(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Refusal refusalOf(String method, Members params) {
        boolean can = switch (method) {
            case "elicitation/create" -> {
                String mode = params.has(0) ? params.string(0) : "form";
                yield "form".equals(mode) ? forms : "url".equals(mode) && pages;
            }
            case "sampling/createMessage" -> !params.has(1) || sampledTools;
            default -> true;
        };
        return can
                ? null
                : new Refusal(
                        Question.INVALID_PARAMS, "Invalid params: the client did not declare that it can be asked so");
    }
}
