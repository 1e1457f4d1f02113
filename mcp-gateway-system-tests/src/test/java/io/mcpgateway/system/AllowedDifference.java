package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may differ between a run against a server and the same run through the gateway, and why. Each one brings the two
 * sides to a common form where, and only where, they have the shape that it describes; whatever is left is a fault.
 */
enum AllowedDifference {
    /** Revision 2026-07-28 requires {@code resultType} on every result; a legacy server knows none. */
    RESULT_TYPE {
        @Override
        boolean apply(StepPair pair) {
            if (!pair.acrossEras) {
                return false;
            }
            boolean used = false;
            for (ObjectNode result : pair.relayed.results()) {
                if (result.path("resultType").asText().equals("complete")) {
                    result.remove("resultType");
                    used = true;
                } else {
                    result.put("resultType", "missing: the revision requires \"complete\"");
                }
            }
            return used;
        }
    },

    /** Revision 2026-07-28 requires {@code ttlMs} and {@code cacheScope} on lists and reads. */
    CACHE_HINTS {
        @Override
        boolean apply(StepPair pair) {
            if (!pair.acrossEras || !(isList(pair) || pair.method().equals("resources/read"))) {
                return false;
            }
            boolean used = false;
            for (ObjectNode result : pair.relayed.results()) {
                JsonNode ttl = result.path("ttlMs");
                if (ttl.isIntegralNumber() && ttl.asLong() >= 0) {
                    result.remove("ttlMs");
                } else {
                    result.put("ttlMs", "missing: the revision requires a number of milliseconds");
                }
                if (Set.of("public", "private")
                        .contains(result.path("cacheScope").asText())) {
                    result.remove("cacheScope");
                } else {
                    result.put("cacheScope", "missing: the revision requires public or private");
                }
                used = true;
            }
            return used;
        }
    },

    /** Revision 2026-07-28 has servers name themselves in the {@code _meta} of results; behind a gateway that is the gateway. */
    SERVER_IDENTITY {
        private static final String KEY = "io.modelcontextprotocol/serverInfo";

        @Override
        boolean apply(StepPair pair) {
            if (!pair.acrossEras) {
                return false;
            }
            boolean used = false;
            List<ObjectNode> direct = pair.direct.results();
            List<ObjectNode> relayed = pair.relayed.results();
            for (int i = 0; i < relayed.size(); i++) {
                if (relayed.get(i).get("_meta") instanceof ObjectNode meta
                        && meta.path(KEY).path("name").isTextual()
                        && meta.path(KEY).path("version").isTextual()) {
                    meta.remove(KEY);
                    if (meta.isEmpty() && (i >= direct.size() || !direct.get(i).has("_meta"))) {
                        relayed.get(i).remove("_meta");
                    }
                    used = true;
                }
            }
            return used;
        }
    },

    /** A resource that does not exist is -32002 in legacy revisions and -32602 in 2026-07-28. */
    RESOURCE_NOT_FOUND_CODE {
        @Override
        boolean apply(StepPair pair) {
            if (!pair.acrossEras || pair.direct.answers.size() != 1 || pair.relayed.answers.size() != 1) {
                return false;
            }
            JsonNode direct = pair.direct.answers.get(0).path("error");
            JsonNode relayed = pair.relayed.answers.get(0).path("error");
            if (direct.path("code").asInt() == -32002 && relayed.path("code").asInt() == -32602) {
                ((ObjectNode) relayed).set("code", direct.get("code"));
                return true;
            }
            return false;
        }
    },

    /** A server that does not offer a kind refuses to list it; the gateway, which declares all kinds, lists none. */
    LIST_NOT_OFFERED {
        @Override
        boolean apply(StepPair pair) {
            if (!isList(pair) || pair.relayed.answers.size() != 1) {
                return false;
            }
            boolean refused = pair.direct.answers.isEmpty()
                    || pair.direct.answers.size() == 1
                            && pair.direct
                                            .answers
                                            .get(0)
                                            .path("error")
                                            .path("code")
                                            .asInt()
                                    == -32601;
            JsonNode listed = pair.relayed.answers.get(0).path("result").path(listMember(pair));
            if (refused && listed.isArray() && listed.isEmpty()) {
                pair.direct.answers.clear();
                pair.relayed.answers.clear();
                return true;
            }
            return false;
        }
    },

    /**
     * Pages are the gateway's own, because it joins the lists of several servers, and their entries
     * stand before the members beside them. Entries, their order and every member
     * beside them stay; of a member that several pages write, and of a key of their {@code _meta}, the first counts.
     */
    PAGES {
        @Override
        boolean apply(StepPair pair) {
            // As text: two trees are equal whatever the order of their members.
            if (!isList(pair) || pair.direct.answers.toString().equals(pair.relayed.answers.toString())) {
                return false;
            }
            join(pair.direct.answers, listMember(pair));
            join(pair.relayed.answers, listMember(pair));
            return true;
        }

        private void join(List<ObjectNode> answers, String member) {
            ObjectNode result = Transcript.MAPPER.createObjectNode();
            ArrayNode all = result.putArray(member);
            for (ObjectNode answer : answers) {
                if (!(answer.get("result") instanceof ObjectNode page)
                        || !page.path(member).isArray()) {
                    return; // an error on the way: the pages stay as they are and differ
                }
                page.get(member).forEach(all::add);
                page.remove(List.of(member, "nextCursor"));
                addMissing(result, page);
            }
            if (!answers.isEmpty()) {
                ObjectNode first = answers.get(0);
                first.set("result", result);
                answers.clear();
                answers.add(first);
            }
        }

        private void addMissing(ObjectNode to, ObjectNode page) {
            page.properties().forEach(written -> {
                if (written.getKey().equals("_meta")
                        && to.get("_meta") instanceof ObjectNode before
                        && written.getValue() instanceof ObjectNode more) {
                    addMissing(before, more);
                } else if (!to.has(written.getKey())) {
                    to.set(written.getKey(), written.getValue());
                }
            });
        }
    },

    /** A client numbers its own requests; a progress notification must carry the token of this run's request. */
    PROGRESS_TOKEN {
        @Override
        boolean apply(StepPair pair) {
            return own(pair.direct) | own(pair.relayed);
        }

        private boolean own(StepPair.Side side) {
            boolean used = false;
            for (JsonNode notification : side.notifications) {
                if (notification.path("params") instanceof ObjectNode params && params.has("progressToken")) {
                    boolean known = side.requests.stream()
                            .anyMatch(request -> request.path("params")
                                    .path("_meta")
                                    .path("progressToken")
                                    .equals(params.get("progressToken")));
                    params.put(
                            "progressToken",
                            known ? "the request's own" : "not the request's: " + params.get("progressToken"));
                    used = true;
                }
            }
            return used;
        }
    },

    /** {@code server-everything} writes the time of day into its generated resources. */
    TIME_OF_DAY {
        private static final Pattern TIME = Pattern.compile("created at \\d{1,2}:\\d{2}:\\d{2}[ \\u202f](AM|PM)");

        @Override
        boolean apply(StepPair pair) {
            boolean generated = pair.name.startsWith("tools/call get-resource-reference")
                    || pair.name.startsWith("prompts/get resource-prompt")
                    || pair.name.startsWith("resources/read demo://resource/dynamic/");
            if (!generated) {
                return false;
            }
            boolean used = false;
            for (StepPair.Side side : List.of(pair.direct, pair.relayed)) {
                for (ObjectNode answer : side.answers) {
                    for (JsonNode holder : answer.findParents("text")) {
                        used |= replace((ObjectNode) holder, "text", false);
                    }
                    for (JsonNode holder : answer.findParents("blob")) {
                        used |= replace((ObjectNode) holder, "blob", true);
                    }
                }
            }
            return used;
        }

        private boolean replace(ObjectNode holder, String member, boolean encoded) {
            String text = holder.get(member).asText();
            String plain = encoded ? new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8) : text;
            String fixed = TIME.matcher(plain).replaceAll("created at <time of day>");
            if (fixed.equals(plain)) {
                return false;
            }
            holder.put(member, fixed);
            return true;
        }
    },

    /** The {@code get-env} tool lists the environment of its process, which the gateway makes from the entry alone. */
    PROCESS_ENVIRONMENT {
        @Override
        boolean apply(StepPair pair) {
            if (!pair.name.equals("tools/call get-env")) {
                return false;
            }
            return hide(pair.direct) & hide(pair.relayed);
        }

        private boolean hide(StepPair.Side side) {
            boolean used = false;
            for (ObjectNode result : side.results()) {
                if (result.at("/content/0") instanceof ObjectNode item
                        && isEnvironment(item.path("text").asText())) {
                    item.put("text", "<the environment of the process>");
                    used = true;
                }
            }
            return used;
        }

        private boolean isEnvironment(String text) {
            if (!text.startsWith("{")) {
                return false;
            }
            JsonNode variables = Transcript.tree(text);
            boolean textual = variables.isObject();
            for (JsonNode value : variables) {
                textual &= value.isTextual();
            }
            return textual;
        }
    },

    /** {@code toggle-simulated-logging} sends one message of a random level at once; the level decides its text. */
    RANDOM_LOG_MESSAGE {
        private static final Map<String, String> TEXTS = Map.of(
                "debug", "Debug-level message",
                "info", "Info-level message",
                "notice", "Notice-level message",
                "warning", "Warning-level message",
                "error", "Error-level message",
                "critical", "Critical-level message",
                "alert", "Alert level-message",
                "emergency", "Emergency-level message");

        @Override
        boolean apply(StepPair pair) {
            if (!pair.name.equals("tools/call toggle-simulated-logging (on)")) {
                return false;
            }
            return hide(pair.direct) & hide(pair.relayed);
        }

        private boolean hide(StepPair.Side side) {
            boolean used = false;
            for (JsonNode notification : side.notifications) {
                if (notification.path("params") instanceof ObjectNode params
                        && notification.path("method").asText().equals("notifications/message")
                        && params.path("data")
                                .asText()
                                .equals(TEXTS.get(params.path("level").asText()))) {
                    params.put("level", "<random>").put("data", "<random>");
                    used = true;
                }
            }
            return used;
        }
    };

    /** Steps that exist in a direct legacy run only: revision 2026-07-28 removed their methods. */
    static final Set<String> REMOVED_METHODS = Set.of("ping", "logging/setLevel");

    /** Steps that exist in a modern run only: that is how its client hears of changed lists. */
    static final Set<String> ADDED_METHODS = Set.of("subscriptions/listen");

    /** The handshake: identity, capabilities and instructions are the gateway's own. */
    static final String HANDSHAKE = "connect";

    /** Brings the pair to a common form as far as this difference goes; says whether it found anything to do. */
    abstract boolean apply(StepPair pair);

    private static boolean isList(StepPair pair) {
        return pair.method().endsWith("/list");
    }

    private static String listMember(StepPair pair) {
        return pair.method().equals("resources/templates/list")
                ? "resourceTemplates"
                : pair.method().substring(0, pair.method().indexOf('/'));
    }
}
