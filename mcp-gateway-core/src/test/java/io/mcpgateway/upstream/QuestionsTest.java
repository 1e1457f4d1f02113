package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private final List<String> responses = new ArrayList<>();
    private final List<Question> taken = new ArrayList<>();
    private final Questions questions = new Questions(
            "s",
            new CapabilityProfile("{\"elicitation\":{}}"),
            1,
            response -> responses.add(response.toString()),
            (method, params) -> {});

    private void ask(String id) throws MalformedMessageException {
        questions.asked(
                Envelope.scan(JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":" + id
                        + ",\"method\":\"elicitation/create\",\"params\":{\"message\":\"m\"}}")),
                "",
                taken::add);
    }

    @Test
    void aQuestionOverTheLimitDoesNotTakeTheOneWithItsIdOutOfTheTable() throws MalformedMessageException {
        ask("7");
        ask("7");

        assertThat(taken).hasSize(1);
        assertThat(responses).singleElement().asString().contains("Too many requests");
        assertThat(questions.size()).isOne();

        questions.cancelled(JsonText.of("7"));

        assertThat(taken.get(0).isOpen()).isFalse();
        assertThat(questions.size()).isZero();
    }
}
