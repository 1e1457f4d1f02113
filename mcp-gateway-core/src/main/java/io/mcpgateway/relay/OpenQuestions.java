package io.mcpgateway.relay;

import io.mcpgateway.json.Entries;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.upstream.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a legacy server wants to know of a modern client, under the keys that the client knows. Guarded by the monitor of
 * the {@link Rounds} that it belongs to.
 */
final class OpenQuestions {
    private final Map<String, Question> open = new LinkedHashMap<>();
    private int keys;

    /** Takes a question in; returns its key. */
    String add(Question question) {
        String key = "q" + ++keys;
        open.put(key, question);
        return key;
    }

    void remove(String key) {
        open.remove(key);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Takes all out. A question that nobody answers would take up one of the server's places for ever. */
    List<Question> takeAll() {
        List<Question> unanswered = List.copyOf(open.values());
        open.clear();
        return unanswered;
    }

    /** Takes out what the client has answered; what is no object answers nothing, and is asked again. */
    Map<Question, JsonText> takeAnswered(@Nullable JsonText responses) {
        Map<Question, JsonText> answers = new LinkedHashMap<>();
        if (responses == null || !isObject(responses)) {
            return answers;
        }
        try {
            for (Entries.Entry entry : Entries.of(responses)) {
                Question question = isObject(entry.value()) ? open.remove(entry.name()) : null;
                if (question != null) {
                    answers.put(question, entry.value());
                }
            }
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("It was scanned before", e);
        }
        return answers;
    }

    private static boolean isObject(JsonText value) {
        return value.array()[value.offset()] == '{';
    }

    /** The result that asks the client. */
    JsonText asInput(String state) {
        List<String> requests = new ArrayList<>();
        open.forEach((key, question) -> {
            JsonText params = question.params();
            requests.add("\"" + key + "\":{\"method\":\"" + question.method() + "\""
                    + (params == null ? "" : ",\"params\":" + params) + "}");
        });
        return JsonText.of("{\"resultType\":\"input_required\",\"inputRequests\":{" + String.join(",", requests)
                + "},\"requestState\":" + Messages.quote(state) + "}");
    }
}
