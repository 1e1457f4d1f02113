package io.mcpgateway.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mcpgateway.cli.assembly.PackageImageFlags;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.doctor.Finding.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}. */
@Command
public final class Doctor implements Callable<Integer> {
    /** How it ends if something that is switched on does not work. */
    static final int FOUND_ERRORS = 11;

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Session session;

    @Mixin
    private final FormatOptions format;

    @Mixin
    private PackageImageFlags packages = new PackageImageFlags();

    /** The command of a run. */
    public Doctor(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() throws InterruptedException {
        Situation situation = Situation.of(session, packages);
        List<Check> checks = List.of(
                new JavaCheck(),
                new EngineCheck(situation),
                new SandboxCheck(situation),
                new ProgramsCheck(situation),
                new FilesCheck(situation),
                new ServersCheck(situation),
                new ClientsCheck(situation));
        List<Finding> findings = new Examination(checks, PATIENCE).findings();
        format.show(() -> json(findings), () -> list(findings));
        return findings.stream().anyMatch(finding -> finding.level() == Level.ERROR) ? FOUND_ERRORS : 0;
    }

    private static ArrayNode json(List<Finding> findings) {
        ArrayNode all = Json.mapper().createArrayNode();
        findings.forEach(finding -> all.addObject()
                .put("check", finding.check())
                .put("level", finding.level().text())
                .put("finding", finding.what())
                .put("remedy", finding.remedy()));
        return all;
    }

    private void list(List<Finding> findings) {
        Console console = session.console();
        String check = "";
        for (Finding finding : findings) {
            if (!finding.check().equals(check)) {
                check = finding.check();
                console.out().println(console.bold(check));
            }
            console.out().println(" " + mark(finding.level()) + " " + Table.plain(finding.what()));
            if (!finding.remedy().isEmpty()) {
                console.out().println("     → " + Table.plain(finding.remedy()));
            }
        }
        console.out().println();
        console.out()
                .println("errors: " + count(findings, Level.ERROR) + ", warnings: " + count(findings, Level.WARNING));
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private String mark(Level level) {
        Console console = session.console();
        return switch (level) {
            case OK -> console.colour("✓", Console.GREEN);
            case WARNING -> console.colour("!", Console.ORANGE);
            case ERROR -> console.colour("✗", Console.RED);
        };
    }
}
