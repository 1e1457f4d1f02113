package io.mcpgateway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.mcpgateway.architecture.fixture.hidden.Hidden;
import io.mcpgateway.architecture.fixture.left.Left;
import io.mcpgateway.architecture.fixture.right.Right;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every rule catches a fixture that breaks it, and passes one that does not. */
final class RulesTest {
    private static final JavaClasses BROKEN =
            new ClassFileImporter().importClasses(Left.class, Right.class, Hidden.class);
    private static final JavaClasses SOUND = new ClassFileImporter().importClasses(Hidden.class);
    private static final String FIXTURES = "io.mcpgateway.architecture.fixture";

    @Test
    void aCycleIsCaught() {
        assertThat(violations(Rules.noPackageCycles())).anyMatch(text -> text.contains("Cycle detected"));
        assertThat(Rules.noPackageCycles().evaluate(SOUND).hasViolation()).isFalse();
    }

    @Test
    void anInternalTypeIsCaughtAsParameterAndAsTypeArgument() {
        Set<String> exported = Set.of(FIXTURES + ".left", FIXTURES + ".right");

        ArchRule rule = Rules.noInternalTypeInSignatures(exported, exported);

        assertThat(violations(rule))
                .hasSize(2)
                .anyMatch(text -> text.contains("Left.take(") && text.contains("Hidden"))
                .anyMatch(text -> text.contains("Left.all(") && text.contains("Hidden"));
        Set<String> everything = Set.of(FIXTURES + ".left", FIXTURES + ".right", FIXTURES + ".hidden");
        assertThat(violations(Rules.noInternalTypeInSignatures(everything, everything)))
                .isEmpty();
    }

    @Test
    void standardOutputIsCaughtUnlessExcepted() {
        assertThat(violations(Rules.noStandardOutput(type -> false)))
                .hasSize(1)
                .first()
                .asString()
                .contains("Left");
        assertThat(violations(Rules.noStandardOutput(type -> type.isEquivalentTo(Left.class))))
                .isEmpty();
    }

    @Test
    void anOpenClassIsCaught() {
        assertThat(violations(Rules.closedForExtension()))
                .hasSize(1)
                .first()
                .asString()
                .contains("Left is open");
    }

    @Test
    void aForbiddenPackageIsCaught() {
        assertThat(violations(Rules.dependsOnNone("fixture", FIXTURES + ".hidden")))
                .isNotEmpty();
        assertThat(violations(Rules.dependsOnNone("fixture", "com.example"))).isEmpty();
    }

    @Test
    void anArrowToAModuleThatIsNotAllowedIsCaught() {
        Modules modules = Modules.onClassPath();
        JavaClasses core = new ClassFileImporter().importClasses(io.mcpgateway.McpGateway.class);

        assertThat(Rules.dependsOnlyOn("core", Set.of("io.mcpgateway.core"), modules)
                        .evaluate(core)
                        .hasViolation())
                .isTrue();
        assertThat(Rules.dependsOnlyOn("core", Set.of("io.mcpgateway.core", "io.mcpgateway.api"), modules)
                        .evaluate(core)
                        .hasViolation())
                .isFalse();
    }

    @Test
    void descriptorsTellWhatIsExportedAndToWhom() {
        Modules modules = Modules.onClassPath();

        assertThat(modules.names()).contains("io.mcpgateway.api", "io.mcpgateway.core");
        assertThat(modules.exportedToAll()).contains("io.mcpgateway.spi", "io.mcpgateway");
        assertThat(modules.exportedToAll()).doesNotContain("io.mcpgateway.remote");
        assertThat(modules.exported()).contains("io.mcpgateway.remote");
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(BROKEN).getFailureReport().getDetails();
    }
}
