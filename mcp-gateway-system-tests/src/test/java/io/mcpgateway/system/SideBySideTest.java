package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.system.ConformanceReport.Check;
import io.mcpgateway.system.ConformanceReport.Scenario;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The measure of {@link ConformanceIT} sees each way in which a run can be worse than another. */
final class SideBySideTest {
    private static final Check GOOD = new Check("id", "SUCCESS", "");

    @Test
    void equalRunsHaveNoFault() {
        assertThat(faults(Map.of("a", GOOD), Map.of("a", GOOD))).isEmpty();
    }

    @Test
    void aFailureIsAFault() {
        assertThat(faults(Map.of("a", GOOD), Map.of("a", bad("FAILURE")))).containsExactly("scenario [a] FAILURE: why");
    }

    @Test
    void aFailureThatTheDirectRunDidNotLookForIsAFault() {
        assertThat(faults(Map.of("a", GOOD), Map.of("a", GOOD, "b", bad("FAILURE"))))
                .containsExactly("scenario [b] FAILURE: why");
    }

    @Test
    void aWarningInsteadOfASuccessIsAFault() {
        assertThat(faults(Map.of("a", GOOD), Map.of("a", bad("WARNING")))).containsExactly("scenario [a] WARNING: why");
    }

    @Test
    void aCheckThatWasNotReachedIsAFault() {
        assertThat(faults(Map.of("a", GOOD, "b", GOOD), Map.of("a", GOOD)))
                .containsExactly("scenario [b] was not reached");
    }

    @Test
    void whatComesAfterAFailureIsNotReportedOnceMore() {
        assertThat(faults(Map.of("a", GOOD, "b", GOOD), Map.of("a", bad("FAILURE"))))
                .containsExactly("scenario [a] FAILURE: why");
    }

    @Test
    void whatFailsDirectlyMayFail() {
        assertThat(faults(Map.of("a", bad("FAILURE")), Map.of("a", bad("FAILURE"))))
                .isEmpty();
    }

    @Test
    void aMissingScenarioIsAFault() {
        SideBySide comparison =
                SideBySide.of("", report(Map.of("a", GOOD)), new ConformanceReport("", Map.of()), List.of());

        assertThat(comparison.faults())
                .containsExactly("scenario [scenario-ended] FAILURE: was not run through the gateway");
    }

    @Test
    void theCheckOfTheWireAloneShowsNothing() {
        Scenario scenario =
                new Scenario("scenario", true, Map.of("a", new Check("wire-schema-valid", "SUCCESS", "")), "");

        assertThat(scenario.passes()).isFalse();
    }

    @Test
    void anExemptionCoversItsOwnMessageOnly() {
        assertThat(faults(Map.of("a", GOOD), Map.of("a", bad("FAILURE")), exemption("why")))
                .isEmpty();
        assertThat(faults(Map.of("a", GOOD), Map.of("a", bad("FAILURE")), exemption("else")))
                .hasSize(1);
    }

    @Test
    void anExemptionThatIsNotNeededIsAFault() {
        assertThat(faults(Map.of("a", GOOD), Map.of("a", GOOD), exemption("why")))
                .containsExactly("scenario [id] succeeds; its exemption must go");
    }

    private static Check bad(String status) {
        return new Check("id", status, "why\nat length");
    }

    private static ConformanceExemption exemption(String message) {
        return new ConformanceExemption(cell -> true, "scenario", "id", message, "reason");
    }

    private static List<String> faults(
            Map<String, Check> direct, Map<String, Check> relayed, ConformanceExemption... exemptions) {
        return SideBySide.of("", report(direct), report(relayed), List.of(exemptions))
                .faults();
    }

    private static ConformanceReport report(Map<String, Check> checks) {
        Scenario scenario = new Scenario("scenario", true, new LinkedHashMap<>(checks), "");
        return new ConformanceReport("", Map.of(scenario.name(), scenario));
    }
}
