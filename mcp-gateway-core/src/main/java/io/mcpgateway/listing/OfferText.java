package io.mcpgateway.listing;

import io.mcpgateway.json.Elements;
import io.mcpgateway.json.Entries;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Problem;
import io.mcpgateway.upstream.Beside;
import io.mcpgateway.upstream.Features;
import io.mcpgateway.upstream.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An offer as a JSON object and back; definitions stay as their server spelled them. Stateless. */
final class OfferText {
    private static final int MOST_ITEMS = 20_000;
    private static final JsonText EMPTY_ARRAY = JsonText.of("[]");

    private static final Members.Index OFFER = Members.Index.of(
            0, "tools", "prompts", "resources", "templates", "features", "instructions", "beside", "problems");
    private static final Members.Index FEATURES =
            Members.Index.of(0, "completions", "logging", "subscribe", "tasks", "extensions");
    private static final Members.Index BESIDE = Members.Index.of(0, "members", "meta");
    private static final Members.Index PROBLEM = Members.Index.of(0, "where", "message");
    private static final Members.Index NAME = Members.Index.guarded("name");
    private static final Members.Index URI = Members.Index.guarded("uri");
    private static final Members.Index URI_TEMPLATE = Members.Index.guarded("uriTemplate");

    private OfferText() {}

    static String write(Offer offer) {
        StringBuilder text = new StringBuilder("{\"tools\":");
        items(offer.tools(), text);
        items(offer.prompts(), text.append(",\"prompts\":"));
        items(offer.resources(), text.append(",\"resources\":"));
        items(offer.templates(), text.append(",\"templates\":"));
        Features features = offer.features();
        text.append(",\"features\":{\"completions\":")
                .append(features.completions())
                .append(",\"logging\":")
                .append(features.logging())
                .append(",\"subscribe\":")
                .append(features.subscribe())
                .append(",\"tasks\":")
                .append(features.tasks())
                .append(",\"extensions\":");
        members(features.extensions(), text);
        text.append("},\"instructions\":")
                .append(Messages.quote(offer.instructions()))
                .append(",\"beside\":{");
        offer.beside().forEach((list, beside) -> {
            text.append(text.charAt(text.length() - 1) == '{' ? "" : ",").append(Messages.quote(list));
            members(beside.members(), text.append(":{\"members\":"));
            members(beside.meta(), text.append(",\"meta\":"));
            text.append('}');
        });
        text.append("},\"problems\":[");
        for (Problem problem : offer.problems()) {
            text.append(text.charAt(text.length() - 1) == '[' ? "" : ",")
                    .append("{\"where\":")
                    .append(Messages.quote(problem.where()))
                    .append(",\"message\":")
                    .append(Messages.quote(problem.message()))
                    .append('}');
        }
        return text.append("]}").toString();
    }

    private static void items(List<Offer.Item> items, StringBuilder text) {
        text.append('[');
        for (int i = 0; i < items.size(); i++) {
            text.append(i == 0 ? "" : ",").append(items.get(i).definition());
        }
        text.append(']');
    }

    private static void members(Map<JsonText, JsonText> members, StringBuilder text) {
        text.append('{');
        members.forEach((name, value) -> text.append(text.charAt(text.length() - 1) == '{' ? "" : ",")
                .append(name)
                .append(':')
                .append(value));
        text.append('}');
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws MalformedMessageException if it is something else
     * @throws GatewayException if an item has no key
     */
    static Offer read(JsonText text) throws MalformedMessageException {
        Members offer = Members.of(text, OFFER);
        String instructions = offer.string(5);
        return new Offer(
                items(offer.get(0), NAME),
                items(offer.get(1), NAME),
                items(offer.get(2), URI),
                items(offer.get(3), URI_TEMPLATE),
                features(orEmpty(offer.get(4))),
                instructions == null ? "" : instructions,
                beside(orEmpty(offer.get(6))),
                problems(offer.get(7)));
    }

    private static JsonText orEmpty(@Nullable JsonText object) {
        return object == null ? JsonText.emptyObject() : object;
    }

    private static List<JsonText> elements(@Nullable JsonText array) throws MalformedMessageException {
        return Elements.of(array == null ? EMPTY_ARRAY : array, MOST_ITEMS);
    }

    private static List<Offer.Item> items(@Nullable JsonText array, Members.Index index)
            throws MalformedMessageException {
        List<Offer.Item> items = new ArrayList<>();
        for (JsonText definition : elements(array)) {
            Members members = Members.of(definition, index);
            String key = members.string(0);
            JsonText keyText = members.get(0);
            if (key == null || keyText == null) {
                throw new GatewayException(ErrorCode.INTERNAL, "an item has no key");
            }
            items.add(new Offer.Item(key, keyText, definition));
        }
        return items;
    }

    private static Features features(JsonText text) throws MalformedMessageException {
        Members features = Members.of(text, FEATURES);
        return new Features(
                isTrue(features.get(0)),
                isTrue(features.get(1)),
                isTrue(features.get(2)),
                isTrue(features.get(3)),
                members(orEmpty(features.get(4))));
    }

    private static boolean isTrue(@Nullable JsonText value) {
        return value != null && value.toString().equals("true");
    }

    private static Map<JsonText, JsonText> members(JsonText object) throws MalformedMessageException {
        Map<JsonText, JsonText> members = new LinkedHashMap<>();
        for (Entries.Entry entry : Entries.of(object)) {
            members.put(entry.key(), entry.value());
        }
        return members;
    }

    private static Map<String, Beside> beside(JsonText object) throws MalformedMessageException {
        Map<String, Beside> beside = new HashMap<>();
        for (Entries.Entry entry : Entries.of(object)) {
            Members parts = Members.of(entry.value(), BESIDE);
            beside.put(entry.name(), new Beside(members(orEmpty(parts.get(0))), members(orEmpty(parts.get(1)))));
        }
        return beside;
    }

    private static List<Problem> problems(@Nullable JsonText array) throws MalformedMessageException {
        List<Problem> problems = new ArrayList<>();
        for (JsonText each : elements(array)) {
            Members problem = Members.of(each, PROBLEM);
            problems.add(new Problem(String.valueOf(problem.string(0)), String.valueOf(problem.string(1))));
        }
        return problems;
    }
}
