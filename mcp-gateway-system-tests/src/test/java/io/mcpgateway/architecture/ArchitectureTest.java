package io.mcpgateway.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules on the real modules. That each rule can fail is shown by {@link RulesTest}. */
final class ArchitectureTest {
    private static final Modules MODULES = Modules.onClassPath();
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mcpgateway");

    private static final String API = "io.mcpgateway.api";
    private static final String EGRESS = "io.mcpgateway.egress";
    private static final String CORE = "io.mcpgateway.core";
    private static final String HTTP = "io.mcpgateway.http";
    private static final String SDK = "io.mcpgateway.sdk";
    private static final String DOCKER = "io.mcpgateway.docker";
    private static final String OCI = "io.mcpgateway.oci";
    private static final String SIGNATURES = "io.mcpgateway.signatures";
    private static final String SIGSTORE = "io.mcpgateway.sigstore";
    private static final String CLI = "io.mcpgateway.cli";
    private static final String TESTKIT = "io.mcpgateway.testkit";

    /** Which of the project's modules each module may name, itself included. */
    private static final Map<String, Set<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry(API, Set.of(API)),
            Map.entry(EGRESS, Set.of(EGRESS)),
            Map.entry(CORE, Set.of(CORE, EGRESS, API)),
            Map.entry(HTTP, Set.of(HTTP, CORE, API)),
            Map.entry(SDK, Set.of(SDK, CORE, API)),
            Map.entry(DOCKER, Set.of(DOCKER, EGRESS, API)),
            Map.entry(OCI, Set.of(OCI, API)),
            Map.entry(SIGNATURES, Set.of(SIGNATURES, OCI, API)),
            Map.entry(TESTKIT, Set.of(TESTKIT, API)),
            Map.entry(CLI, Set.of(CLI, DOCKER, OCI, SIGNATURES, HTTP, SDK, CORE, API)),
            Map.entry(SIGSTORE, Set.of(SIGSTORE, SIGNATURES, API))));

    private static final String[] DOCKER_JAVA = {"com.github.dockerjava"};
    private static final String[] WEB = {"org.eclipse.jetty", "jakarta.servlet"};
    private static final String[] MCP_SDK = {"io.modelcontextprotocol"};
    private static final String[] COMMAND_LINE = {"picocli", "com.github.freva"};

    @Test
    void everyModuleThatHasClassesIsCovered() {
        Set<String> withClasses =
                CLASSES.stream().map(MODULES::moduleOf).collect(Collectors.toCollection(TreeSet::new));

        assertThat(withClasses).contains(API, CORE);
        assertThat(ARROWS.keySet()).containsAll(MODULES.names());
        assertThat(withClasses)
                .as("a class outside every module: is its module-info missing?")
                .isSubsetOf(ARROWS.keySet());
    }

    static Stream<String> modules() {
        return ARROWS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void arrowsBetweenModulesPointOneWay(String module) {
        Rules.dependsOnlyOn(module, ARROWS.getOrDefault(module, Set.of()), MODULES)
                .check(classesOf(module));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packagesOfAModuleFormNoCycle(String module) {
        Rules.noPackageCycles().check(classesOf(module));
    }

    @ParameterizedTest
    @ValueSource(strings = {API, EGRESS})
    void dependsOnNothingButTheJdkAndJspecify(String module) {
        DescribedPredicate<JavaClass> foreign = DescribedPredicate.describe(
                "of a library",
                type -> Stream.of("java.", "io.mcpgateway.", "org.jspecify.")
                        .noneMatch(prefix -> (type.getBaseComponentType().getPackageName() + ".").startsWith(prefix)
                                || type.getBaseComponentType().isPrimitive()));
        EvaluationResult result =
                noClasses().should().dependOnClassesThat(foreign).evaluate(classesOf(module));

        assertThat(result.getFailureReport().getDetails()).isEmpty();
    }

    @Test
    void coreNamesNoDockerNoWebServerNoSdk() {
        Rules.dependsOnNone(CORE, concat(DOCKER_JAVA, WEB, MCP_SDK, COMMAND_LINE))
                .check(classesOf(CORE));
    }

    @Test
    void theOtherModulesKeepToTheirOwnLibraries() {
        Rules.dependsOnNone(HTTP, concat(DOCKER_JAVA, MCP_SDK, COMMAND_LINE)).check(classesOf(HTTP));
        Rules.dependsOnNone(SDK, concat(DOCKER_JAVA, WEB, COMMAND_LINE)).check(classesOf(SDK));
        Rules.dependsOnNone(DOCKER, concat(WEB, MCP_SDK, COMMAND_LINE)).check(classesOf(DOCKER));
        Rules.dependsOnNone(OCI, concat(DOCKER_JAVA, WEB, MCP_SDK, COMMAND_LINE))
                .check(classesOf(OCI));
        Rules.dependsOnNone(SIGNATURES, concat(DOCKER_JAVA, WEB, MCP_SDK, COMMAND_LINE))
                .check(classesOf(SIGNATURES));
        Rules.dependsOnNone(SIGSTORE, concat(DOCKER_JAVA, WEB, MCP_SDK, COMMAND_LINE))
                .check(classesOf(SIGSTORE));
        Rules.dependsOnNone(TESTKIT, concat(DOCKER_JAVA, WEB, MCP_SDK, COMMAND_LINE))
                .check(classesOf(TESTKIT));
    }

    @Test
    void exportedSignaturesShowOnlyExportedTypes() {
        Rules.noInternalTypeInSignatures(MODULES.exportedToAll(), MODULES.exportedToAll())
                .check(CLASSES);
        Rules.noInternalTypeInSignatures(MODULES.exported(), MODULES.exported()).check(CLASSES);
    }

    @Test
    void standardOutputIsTouchedByOneClassOfTheCommandLine() {
        Set<String> allowed = CLASSES.stream()
                .filter(type -> MODULES.moduleOf(type).equals(CLI))
                .filter(type -> Rules.noStandardOutput(any -> false)
                        .evaluate(only(type))
                        .hasViolation())
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(allowed)
                .as("classes of the command line that touch System.out")
                .hasSizeLessThanOrEqualTo(1);
        Rules.noStandardOutput(type -> allowed.contains(type.getName())).check(CLASSES);
    }

    @Test
    void classesAreClosedForExtension() {
        Rules.closedForExtension().check(CLASSES);
    }

    /** An SPI is an interface that has a provider; its contract bears its name. */
    @Test
    void everySpiHasAContractInTheTestKit() {
        Set<String> interfaces = CLASSES.stream()
                .filter(type -> type.getPackageName().equals("io.mcpgateway.spi") && type.isInterface())
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = interfaces.stream()
                .filter(name -> interfaces.contains(name + "Provider"))
                .map(name -> name + "Contract")
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> contracts = CLASSES.stream()
                .filter(type -> MODULES.moduleOf(type).equals(TESTKIT) && type.isInterface())
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(expected).as("SPIs found").hasSizeGreaterThanOrEqualTo(8);
        assertThat(contracts).containsAll(expected);
    }

    private static JavaClasses classesOf(String module) {
        return CLASSES.that(DescribedPredicate.describe(
                "of " + module, type -> MODULES.moduleOf(type).equals(module)));
    }

    private static JavaClasses only(JavaClass type) {
        return CLASSES.that(DescribedPredicate.describe("alone", other -> other.equals(type)));
    }

    private static String[] concat(String[]... parts) {
        return Stream.of(parts).flatMap(Stream::of).toArray(String[]::new);
    }
}
