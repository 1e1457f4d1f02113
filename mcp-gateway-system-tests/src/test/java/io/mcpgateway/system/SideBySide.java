package io.mcpgateway.system;

import io.mcpgateway.system.ConformanceReport.Check;
import io.mcpgateway.system.ConformanceReport.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two runs of the conformance suite beside each other: without the gateway and through it. Whatever succeeds without must
 * succeed through it, check by check, unless a {@link ConformanceExemption} says why it cannot. Confined to one comparison.
 */
final class SideBySide {
    private final List<ConformanceExemption> exemptions;
    private final List<String> faults = new ArrayList<>();
    private final List<String> allowed = new ArrayList<>();
    private final StringBuilder table = new StringBuilder();

    private SideBySide(List<ConformanceExemption> exemptions) {
        this.exemptions = exemptions;
    }

    /** Compares two runs. */
    static SideBySide of(
            String title, ConformanceReport direct, ConformanceReport relayed, List<ConformanceExemption> exemptions) {
        SideBySide result = new SideBySide(exemptions);
        result.line(title, "direct", "gateway", "");
        direct.scenarios().values().forEach(scenario -> {
            Scenario other = relayed.scenarios().get(scenario.name());
            result.compare(scenario, other == null ? notRun(scenario) : other);
        });
        return result;
    }

    /** What is worse through the gateway without permission; empty if nothing. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** One line for each scenario (a star marks those that the revision does not require), then faults and what was allowed. */
    String report() {
        StringBuilder report = new StringBuilder(table);
        faults.forEach(fault -> report.append("  FAULT ").append(fault).append('\n'));
        allowed.forEach(each -> report.append("  allowed ").append(each).append('\n'));
        return report.toString();
    }

    private static Scenario notRun(Scenario scenario) {
        Check check = new Check("scenario-ended", "FAILURE", "was not run through the gateway");
        return new Scenario(scenario.name(), scenario.scored(), Map.of(check.id(), check), "");
    }

    private void compare(Scenario direct, Scenario relayed) {
        int before = faults.size();
        if (direct.passes()) { // what the server itself cannot do, the gateway need not
            judge(direct, relayed);
            findNeedlessExemptions(relayed);
        }
        int worse = faults.size() - before;
        String verdict = worse > 0 && relayed.passes() ? "WEAKER" : verdict(relayed);
        line(
                direct.name() + (direct.scored() ? "" : " *"),
                verdict(direct),
                verdict,
                worse == 0 ? "" : worse + " worse");
    }

    private void judge(Scenario direct, Scenario relayed) {
        List<String> notReached = new ArrayList<>();
        int before = faults.size() + allowed.size();
        direct.checks().forEach((key, check) -> {
            Optional<Check> found = relayed.check(key);
            if (found.isEmpty() && check.succeeds()) {
                notReached.add(key);
            } else if (found.isPresent() && check.succeeds() && !found.get().succeeds()) {
                judge(relayed.name(), key, found.get());
            }
        });
        relayed.failures().stream()
                .filter(key -> direct.check(key).filter(Check::succeeds).isEmpty())
                .forEach(key -> judge(relayed.name(), key, relayed.checks().get(key)));
        // Not a failure, but a way out of the scenario that has to be one of those that are known.
        relayed.checks().forEach((key, found) -> {
            if (direct.check(key).isEmpty()
                    && found.status().equals("INFO")
                    && exemptions.stream().anyMatch(each -> each.covers(relayed.name(), found))) {
                judge(relayed.name(), key, found);
            }
        });
        if (faults.size() + allowed.size() == before) { // else the suite stopped at one of those
            notReached.forEach(key -> faults.add(relayed.name() + " [" + key + "] was not reached"));
        }
    }

    private void judge(String scenario, String key, Check found) {
        String what = scenario + " [" + key + "] " + found.status() + ": "
                + found.message().lines().findFirst().orElse("");
        exemptions.stream()
                .filter(each -> each.covers(scenario, found))
                .findFirst()
                .ifPresentOrElse(each -> allowed.add(what + " (" + each.reason() + ")"), () -> faults.add(what));
    }

    private void findNeedlessExemptions(Scenario relayed) {
        for (ConformanceExemption exemption : exemptions) {
            List<Check> named = relayed.checks().values().stream()
                    .filter(check -> exemption.names(relayed.name(), check))
                    .toList();
            if (!named.isEmpty() && named.stream().allMatch(Check::succeeds)) {
                faults.add(relayed.name() + " [" + exemption.check() + "] succeeds; its exemption must go");
            }
        }
    }

    private static String verdict(Scenario scenario) {
        int failures = scenario.failures().size();
        if (failures > 0) {
            return "FAIL " + failures + "/" + (failures + scenario.successes());
        }
        return scenario.passes() ? "pass " + scenario.successes() : "nothing shown";
    }

    private void line(String scenario, String direct, String relayed, String note) {
        table.append(String.format("%-50s %-14s %-14s %s", scenario, direct, relayed, note)
                        .stripTrailing())
                .append('\n');
    }
}
