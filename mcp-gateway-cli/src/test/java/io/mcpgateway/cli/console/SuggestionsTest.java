package io.mcpgateway.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    private static final List<String> KNOWN = List.of("enable", "disable", "ls", "inspect");

    @Test
    void nearWordsAreSuggestedNearestFirst() {
        assertThat(Suggestions.didYouMean("enalbe", KNOWN)).isEqualTo("; did you mean 'enable'?");
        assertThat(Suggestions.didYouMean("sl", KNOWN)).isEqualTo("; did you mean 'ls'?");
    }

    @Test
    void beginningsAreSuggested() {
        assertThat(Suggestions.didYouMean("insp", KNOWN)).isEqualTo("; did you mean 'inspect'?");
    }

    @Test
    void farWordsAreNot() {
        assertThat(Suggestions.didYouMean("kubernetes", KNOWN)).isEmpty();
    }
}
