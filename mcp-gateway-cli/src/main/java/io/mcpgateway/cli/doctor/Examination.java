package io.mcpgateway.cli.doctor;

import io.mcpgateway.cli.console.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes all checks side by side, each within a time. Stateless. */
final class Examination {
    private final List<Check> checks;
    private final Duration patience;

    Examination(List<Check> checks, Duration patience) {
        this.checks = List.copyOf(checks);
        this.patience = patience;
    }

    /** One check that has begun. */
    private record Begun(Check check, Findings findings, Future<?> end) {}

    /** What they found, in the order of the checks. */
    List<Finding> findings() throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "doctor");
            thread.setDaemon(true); // one that hangs does not hold the program
            return thread;
        });
        try {
            List<Begun> begun = new ArrayList<>();
            for (Check check : checks) {
                Findings findings = new Findings(check.name());
                begun.add(new Begun(check, findings, threads.submit(() -> check.look(findings))));
            }
            long deadline = System.nanoTime() + patience.toNanos();
            List<Finding> all = new ArrayList<>();
            for (Begun each : begun) {
                await(each, deadline);
                all.addAll(each.findings.all());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private void await(Begun begun, long deadline) throws InterruptedException {
        try {
            begun.end.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            begun.findings.error(
                    "gave no answer within " + patience.toSeconds() + " s", "see what keeps it busy, and try again");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String why = Failures.message(cause == null ? e : cause);
            begun.findings.error("could not be looked at: " + why, "mend what it names, and look again");
        }
    }
}
