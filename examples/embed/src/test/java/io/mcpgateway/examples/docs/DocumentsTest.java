package io.mcpgateway.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.examples.docs.Documents.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents show is code that compiles. With {@code -Ddocuments.update=true} the quotes are renewed. */
class DocumentsTest {
    /** Blocks in other languages have tests of their own or quote a file. */
    private static final Set<String> UNQUOTED = Set.of("shell", "text");

    @ParameterizedTest
    @ValueSource(strings = {"docs/extending.md", "examples/embed/README.md"})
    void everyCodeBlockQuotesASourceThatIsCompiled(String document) throws IOException {
        Path markdown = Documents.root().resolve(document);
        if (Boolean.getBoolean("documents.update")) {
            Documents.update(markdown);
        }

        List<Block> blocks = Documents.blocks(markdown);

        assertThat(blocks).isNotEmpty();
        for (Block block : blocks) {
            if (block.source().isEmpty()) {
                assertThat(UNQUOTED)
                        .as("language of a block without a source: %s", block.code())
                        .contains(block.language());
            } else {
                assertThat(block.code()).as(block.source()).isEqualTo(Documents.quote(block.source()));
            }
        }
    }
}
