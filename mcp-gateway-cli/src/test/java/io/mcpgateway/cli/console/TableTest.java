package io.mcpgateway.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TableTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String print(Table table, OptionalInt columns) {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Console console = new Console(
                InputStream.nullInputStream(),
                out,
                nowhere,
                Map.of(),
                new Terminal(columns.isPresent(), columns, false));
        table.print(console);
        console.out().flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void fitsTheTerminal() {
        Table table = new Table("NAME", "DESCRIPTION");
        table.row("a-name", "word ".repeat(100));

        assertThat(print(table, OptionalInt.of(60)).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("…");
    }

    @Test
    void nothingIsCutWithoutATerminal() {
        Table table = new Table("NAME", "DESCRIPTION");
        table.row("a-name", "x".repeat(500));

        assertThat(print(table, OptionalInt.empty())).contains("x".repeat(500));
    }

    @Test
    void eachRowIsOneLineWhateverItHolds() {
        Table table = new Table("NAME", "DESCRIPTION");
        table.row("bad", "first\nsecond\tthird \u001b[31mred\u0007");

        assertThat(print(table, OptionalInt.empty()).lines().skip(1))
                .containsExactly("bad   first second third [31mred");
    }
}
