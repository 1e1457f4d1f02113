package io.mcpgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.spi.Policy;
import io.mcpgateway.spi.Policy.Action;
import io.mcpgateway.spi.Policy.Decision;
import io.mcpgateway.spi.Policy.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link Policy} must do. */
public interface PolicyContract {
    /** A new policy. */
    Policy newPolicy();

    /** Questions of each kind, among them odd ones. */
    static List<Question> questions() {
        Optional<ClientIdentity> client = Optional.of(new ClientIdentity("local", "", "", ""));
        List<Question> questions = new ArrayList<>();
        questions.add(new Question(Optional.empty(), Action.LOAD, "server", ""));
        for (Action action : List.of(Action.LIST, Action.CALL)) {
            questions.add(new Question(client, action, "server", "tool"));
            questions.add(new Question(client, action, "", ""));
            questions.add(new Question(client, action, "s\n\u0000*", "../" + "x".repeat(10_000)));
        }
        return questions;
    }

    /** Every question is answered, and a refusal says why. */
    @Test
    default void answersEveryQuestionAndSaysWhyNot() throws Exception {
        try (Policy policy = newPolicy()) {
            for (Question question : questions()) {
                Decision decision =
                        policy.decide(question).toCompletableFuture().get(10, TimeUnit.SECONDS);
                assertThat(decision).isNotNull();
                if (!decision.allowed()) {
                    assertThat(decision.reason()).isNotBlank();
                }
            }
        }
    }

    /** The same question at the same time gets the same answer, whoever asks beside it. */
    @Test
    default void answersConcurrentQuestionsAlike() throws Exception {
        try (Policy policy = newPolicy()) {
            for (Question question : questions()) {
                Decision first = policy.decide(question).toCompletableFuture().get(10, TimeUnit.SECONDS);
                List<CompletableFuture<Decision>> more = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    more.add(CompletableFuture.supplyAsync(() -> policy.decide(question))
                            .thenCompose(stage -> stage));
                }
                for (CompletableFuture<Decision> decision : more) {
                    assertThat(decision.get(10, TimeUnit.SECONDS)).isEqualTo(first);
                }
            }
        }
    }
}
